-- A checksum of what nothing else in the file repeats: were a bit of it to change on the disk, it would
-- be served as if somebody had said it. The CRC-32 of what the row and everything that hangs on it say,
-- as src/store/sqlite/checksum.rs writes that; none for rows that have not been written since.
ALTER TABLE customers ADD COLUMN checksum INTEGER;
ALTER TABLE feedback ADD COLUMN checksum INTEGER;
