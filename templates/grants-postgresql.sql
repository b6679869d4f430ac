-- Least rights on a base of Raccord's own, in PostgreSQL. First make its tables, as their owner: raccord database create
-- Then put your database and schema in place of customer_base and public, and run this once, as the same owner
-- with the right to create roles: psql --dbname customer_base --file grants-postgresql.sql
-- Then for each person: GRANT raccord_importer TO anna; or GRANT raccord_reader TO carl;

CREATE ROLE raccord_importer;
CREATE ROLE raccord_reader;

-- Before PostgreSQL 15 everybody may make tables in public; there an administrator has to run this line.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- Both: look at all, and use temporary tables, which vanish with the connection.
GRANT CONNECT, TEMPORARY ON DATABASE customer_base TO raccord_importer, raccord_reader;
GRANT USAGE ON SCHEMA public TO raccord_importer, raccord_reader;
GRANT SELECT ON public.customers, public.raccord_meta, public.raccord_field, public.raccord_operation,
  public.raccord_entry TO raccord_importer, raccord_reader;

-- An importer: write rows. Nobody may make, change, empty or drop a table.
GRANT INSERT, UPDATE, DELETE ON public.customers, public.raccord_operation TO raccord_importer;
GRANT INSERT, DELETE ON public.raccord_entry TO raccord_importer;
GRANT INSERT, UPDATE ON public.raccord_meta TO raccord_importer;
GRANT INSERT ON public.raccord_field TO raccord_importer;
GRANT USAGE, UPDATE ON SEQUENCE public.customers_id_seq TO raccord_importer;
GRANT USAGE ON SEQUENCE public.raccord_operation_id_seq TO raccord_importer;
