"""payOS: payos.vn/docs. It calls when one of its payment links is paid, and makes the links with their QR (`link`)."""
