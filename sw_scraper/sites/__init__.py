"""Site profiles: one TOML file a site, data only; profiles.py reads them."""
