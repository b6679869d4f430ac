-- Least rights on the customer table of another program, in PostgreSQL, by the example of Dolibarr (dolibarr.yaml).
-- First make Raccord's tables beside it: raccord database create --catalogue dolibarr.yaml
-- Then put your names in place of customer_base, public (the schema), llx_societe and its columns, and run this once,
-- as the owner of these tables with the right to create roles.
-- Then for each person: GRANT raccord_importer TO anna; or GRANT raccord_reader TO carl;

CREATE ROLE raccord_importer;
CREATE ROLE raccord_reader;

-- Before PostgreSQL 15 everybody may make tables in public; there an administrator has to run this line.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- Both: look at all, and use temporary tables. Tables whose foreign keys point to customers belong here as well:
-- Raccord looks there before it deletes somebody.
GRANT CONNECT, TEMPORARY ON DATABASE customer_base TO raccord_importer, raccord_reader;
GRANT USAGE ON SCHEMA public TO raccord_importer, raccord_reader;
GRANT SELECT ON public.llx_societe, public.raccord_meta, public.raccord_field, public.raccord_operation,
  public.raccord_entry, public.raccord_customer, public.raccord_binned,
  public.raccord_kept_llx_societe TO raccord_importer, raccord_reader;

-- An importer: of the customer table, change the columns of the catalogue alone. DELETE moves customers to the bin.
GRANT INSERT, DELETE ON public.llx_societe TO raccord_importer;
GRANT UPDATE (code_client, nom, address, zip, town, fk_pays, phone, phone_mobile, email, url, siren, siret,
  tva_intra, capital, outstanding_limit, geolat, geolong, status, note_private, datec) ON public.llx_societe TO raccord_importer;
GRANT USAGE, UPDATE ON SEQUENCE public.llx_societe_rowid_seq TO raccord_importer;

GRANT INSERT, UPDATE, DELETE ON public.raccord_operation, public.raccord_kept_llx_societe TO raccord_importer;
GRANT INSERT, DELETE ON public.raccord_entry, public.raccord_binned TO raccord_importer;
GRANT INSERT, UPDATE ON public.raccord_meta TO raccord_importer;
GRANT INSERT ON public.raccord_field, public.raccord_customer TO raccord_importer;
GRANT USAGE ON SEQUENCE public.raccord_operation_id_seq TO raccord_importer;
