"""Import of settlement files and bank statements by their layouts."""
