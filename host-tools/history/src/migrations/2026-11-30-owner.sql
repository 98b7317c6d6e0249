-- What tells the owner from others, in every summary and on every device: `owner`, 16 hexadecimal digits that mean nothing but
-- themselves.
INSERT INTO settings (name, value) VALUES ('owner', lower(hex(randomblob(8))));
