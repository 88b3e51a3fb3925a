"""What sellers are owed and the files that pay them."""
