"""Photos: decoding and processing of uploads, and the storage of their files."""
