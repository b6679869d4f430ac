-- Least rights on a base of Raccord's own, in MariaDB. First make its tables, as their owner: raccord database create
-- Then put your database in place of customer_base and your people in place of anna, who imports, and carl, who only
-- looks, and run this as an administrator: mariadb < grants-mariadb.sql
-- In the lines of customer_base.* a name with an underscore needs it written as \_ between backticks.

-- Both: look at all, and use temporary tables, which vanish with the connection.
GRANT CREATE TEMPORARY TABLES ON customer_base.* TO 'anna'@'%';
GRANT CREATE TEMPORARY TABLES ON customer_base.* TO 'carl'@'%';
GRANT SELECT ON customer_base.customers TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_meta TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_field TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_operation TO 'carl'@'%';
GRANT SELECT ON customer_base.raccord_entry TO 'carl'@'%';

-- An importer: write rows. Nobody may make, change, empty or drop a table.
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_base.customers TO 'anna'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_base.raccord_operation TO 'anna'@'%';
GRANT SELECT, INSERT, DELETE ON customer_base.raccord_entry TO 'anna'@'%';
GRANT SELECT, INSERT, UPDATE ON customer_base.raccord_meta TO 'anna'@'%';
GRANT SELECT, INSERT ON customer_base.raccord_field TO 'anna'@'%';
