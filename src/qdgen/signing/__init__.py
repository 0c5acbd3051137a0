"""From draft to issued: the record of an issue, the package, signature fields, signatures."""
