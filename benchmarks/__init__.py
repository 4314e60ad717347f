"""What the dashboard promises of speed and load, measured: `make bench` and `make load`."""
