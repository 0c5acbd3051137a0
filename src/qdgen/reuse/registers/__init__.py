"""The registers looked after: what holds on a day, who cites what, entries added, units renamed."""
