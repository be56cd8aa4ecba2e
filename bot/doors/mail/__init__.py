"""E-mail: a member who installs nothing takes full part."""
