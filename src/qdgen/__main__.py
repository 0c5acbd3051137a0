"""`python -m qdgen`"""

from qdgen.cli.main import main

if __name__ == "__main__":
    main()
