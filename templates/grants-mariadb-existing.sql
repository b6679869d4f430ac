-- Least rights on the customer table of another program, in MariaDB, by the example of Dolibarr (dolibarr.yaml).
-- First make Raccord's tables beside it: raccord database create --catalogue dolibarr.yaml
-- Then put your names in place of customer_base, llx_societe and its columns, and your people in place of anna, who
-- imports, and carl, who only looks, and run this as an administrator.
-- In the lines of customer_base.* a name with an underscore needs it written as \_ between backticks.

-- Both: look at all, and use temporary tables. Tables whose foreign keys point to customers belong here as well:
-- Raccord looks there before it deletes somebody.
GRANT CREATE TEMPORARY TABLES ON customer_base.* TO 'anna'@'%';
GRANT CREATE TEMPORARY TABLES ON customer_base.* TO 'carl'@'%';
GRANT SELECT ON customer_base.llx_societe TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_meta TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_field TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_operation TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_entry TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_customer TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_binned TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_kept_llx_societe TO 'carl'@'%';

-- An importer: of the customer table, change the columns of the catalogue alone. DELETE moves customers to the bin.
GRANT SELECT, INSERT, DELETE, UPDATE (code_client, nom, address, zip, town, fk_pays, phone, phone_mobile, email, url,
  siren, siret, tva_intra, capital, outstanding_limit, geolat, geolong, status, note_private, datec)
  ON customer_base.llx_societe TO 'anna'@'%';

GRANT SELECT, INSERT, UPDATE, DELETE ON customer_base.raccord_operation TO 'anna'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_base.raccord_kept_llx_societe TO 'anna'@'%';
GRANT SELECT, INSERT, DELETE ON customer_base.raccord_entry TO 'anna'@'%';
GRANT SELECT, INSERT, DELETE ON customer_base.raccord_binned TO 'anna'@'%';
GRANT SELECT, INSERT, UPDATE ON customer_base.raccord_meta TO 'anna'@'%';
GRANT SELECT, INSERT ON customer_base.raccord_field TO 'anna'@'%';
GRANT SELECT, INSERT ON customer_base.raccord_customer TO 'anna'@'%';
