"""Photos as they arrive from phones, made safe and small, and where their files lie."""
