PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE customers (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	external_id TEXT, 
	name TEXT, 
	street TEXT, 
	zip TEXT, 
	city TEXT, 
	country TEXT, 
	contact TEXT, 
	phone TEXT, 
	mobile TEXT, 
	email TEXT, 
	website TEXT, 
	category TEXT, 
	call_interval BIGINT, 
	call_duration BIGINT, 
	last_call TEXT, 
	last_missed_call TEXT, 
	blocked_until TEXT, 
	opening_hours TEXT, 
	annual_revenue TEXT, 
	latitude TEXT, 
	longitude TEXT, 
	owner TEXT, 
	notes TEXT, 
	protected BOOLEAN, 
	deleted_at TEXT
);
INSERT INTO customers VALUES(1,'C1','Durand',NULL,'75001','Paris',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customers VALUES(2,'C2','Martin',NULL,'69002','Lyon',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO customers VALUES(3,'C3','Müller',NULL,'10115','Berlin',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-24T19:33:47Z');
INSERT INTO customers VALUES(4,'C4','New',NULL,'1000','Brussels',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE raccord_operation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	at TEXT NOT NULL, 
	author TEXT, 
	label TEXT, 
	file TEXT, 
	sheet TEXT, 
	mode TEXT, 
	fingerprint TEXT, 
	summary TEXT, 
	reverts INTEGER, 
	undone_by INTEGER, 
	FOREIGN KEY(undone_by) REFERENCES raccord_operation (id)
);
INSERT INTO raccord_operation VALUES(1,'import','2026-11-24T19:33:46Z','anna',NULL,'first.csv','first','update','765ed35201ff7429944ae6aec451dcdc61775a0ddd06e57cca8f1efd35402764','{"rows": 3, "matched": 0, "created": 3, "updated": 0, "unchanged": 0, "restored": 0, "ignored": 0, "ambiguous": 0, "duplicate": 0, "repeated": 0, "invalid": 0, "deleted": 0, "cells_changed": 12, "cells_cleared": 0, "blanks_kept": 0}',NULL,NULL);
INSERT INTO raccord_operation VALUES(2,'point','2026-11-24T19:33:46Z','anna','before the second',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO raccord_operation VALUES(3,'import','2026-11-24T19:33:47Z','anna',NULL,'second.csv','second','update_delete','cd0c59f2ccda0e6c82c3a927a112397ca888925c4048722ba5e70bffdb15d930','{"rows": 3, "matched": 2, "created": 1, "updated": 2, "unchanged": 0, "restored": 0, "ignored": 0, "ambiguous": 0, "duplicate": 0, "repeated": 0, "invalid": 0, "deleted": 1, "cells_changed": 6, "cells_cleared": 0, "blanks_kept": 0}',NULL,NULL);
INSERT INTO raccord_operation VALUES(4,'import','2026-11-24T19:33:47Z','anna',NULL,'third.csv','third','update','933b7e6076d8b0c26f8d15fd480a9f8cd96bc6a38ab1a22a4bbd36efd0311c6b','{"rows": 1, "matched": 1, "created": 0, "updated": 1, "unchanged": 0, "restored": 0, "ignored": 0, "ambiguous": 0, "duplicate": 0, "repeated": 0, "invalid": 0, "deleted": 0, "cells_changed": 1, "cells_cleared": 0, "blanks_kept": 0}',NULL,5);
INSERT INTO raccord_operation VALUES(5,'undo','2026-11-24T19:33:48Z','anna','4',NULL,NULL,NULL,NULL,NULL,4,NULL);
CREATE TABLE raccord_field (
	number INTEGER NOT NULL, 
	name TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (name)
);
INSERT INTO raccord_field VALUES(1,'external_id');
INSERT INTO raccord_field VALUES(2,'name');
INSERT INTO raccord_field VALUES(3,'street');
INSERT INTO raccord_field VALUES(4,'zip');
INSERT INTO raccord_field VALUES(5,'city');
INSERT INTO raccord_field VALUES(6,'country');
INSERT INTO raccord_field VALUES(7,'contact');
INSERT INTO raccord_field VALUES(8,'phone');
INSERT INTO raccord_field VALUES(9,'mobile');
INSERT INTO raccord_field VALUES(10,'email');
INSERT INTO raccord_field VALUES(11,'website');
INSERT INTO raccord_field VALUES(12,'category');
INSERT INTO raccord_field VALUES(13,'call_interval');
INSERT INTO raccord_field VALUES(14,'call_duration');
INSERT INTO raccord_field VALUES(15,'last_call');
INSERT INTO raccord_field VALUES(16,'last_missed_call');
INSERT INTO raccord_field VALUES(17,'blocked_until');
INSERT INTO raccord_field VALUES(18,'opening_hours');
INSERT INTO raccord_field VALUES(19,'annual_revenue');
INSERT INTO raccord_field VALUES(20,'latitude');
INSERT INTO raccord_field VALUES(21,'longitude');
INSERT INTO raccord_field VALUES(22,'owner');
INSERT INTO raccord_field VALUES(23,'notes');
INSERT INTO raccord_field VALUES(24,'protected');
CREATE TABLE raccord_meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO raccord_meta VALUES('journal_version','1');
CREATE TABLE raccord_entry (
	operation INTEGER NOT NULL, 
	customer INTEGER NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	"row" INTEGER, 
	deleted_before TEXT, 
	deleted_after TEXT, 
	PRIMARY KEY (operation, customer), 
	FOREIGN KEY(operation) REFERENCES raccord_operation (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO raccord_entry VALUES(1,1,'absent','active',3,NULL,NULL);
INSERT INTO raccord_entry VALUES(1,2,'absent','active',4,NULL,NULL);
INSERT INTO raccord_entry VALUES(1,3,'absent','active',5,NULL,NULL);
INSERT INTO raccord_entry VALUES(3,1,'active','active',3,NULL,NULL);
INSERT INTO raccord_entry VALUES(3,2,'active','active',4,NULL,NULL);
INSERT INTO raccord_entry VALUES(3,3,'active','binned',NULL,NULL,'2026-11-24T19:33:47Z');
INSERT INTO raccord_entry VALUES(3,4,'absent','active',5,NULL,NULL);
INSERT INTO raccord_entry VALUES(4,1,'active','active',3,NULL,NULL);
INSERT INTO raccord_entry VALUES(5,1,'active','active',NULL,NULL,NULL);
CREATE TABLE raccord_cell (
	operation INTEGER NOT NULL, 
	customer INTEGER NOT NULL, 
	field INTEGER NOT NULL, 
	old TEXT, 
	new TEXT, 
	PRIMARY KEY (operation, customer, field), 
	FOREIGN KEY(operation) REFERENCES raccord_operation (id) ON DELETE CASCADE, 
	FOREIGN KEY(field) REFERENCES raccord_field (number)
)
 WITHOUT ROWID

;
INSERT INTO raccord_cell VALUES(1,1,1,NULL,'C1');
INSERT INTO raccord_cell VALUES(1,1,2,NULL,'Dupont');
INSERT INTO raccord_cell VALUES(1,1,4,NULL,'75001');
INSERT INTO raccord_cell VALUES(1,1,5,NULL,'Paris');
INSERT INTO raccord_cell VALUES(1,2,1,NULL,'C2');
INSERT INTO raccord_cell VALUES(1,2,2,NULL,'Martin');
INSERT INTO raccord_cell VALUES(1,2,4,NULL,'69001');
INSERT INTO raccord_cell VALUES(1,2,5,NULL,'Lyon');
INSERT INTO raccord_cell VALUES(1,3,1,NULL,'C3');
INSERT INTO raccord_cell VALUES(1,3,2,NULL,'Müller');
INSERT INTO raccord_cell VALUES(1,3,4,NULL,'10115');
INSERT INTO raccord_cell VALUES(1,3,5,NULL,'Berlin');
INSERT INTO raccord_cell VALUES(3,1,2,'Dupont','Durand');
INSERT INTO raccord_cell VALUES(3,2,4,'69001','69002');
INSERT INTO raccord_cell VALUES(3,4,1,NULL,'C4');
INSERT INTO raccord_cell VALUES(3,4,2,NULL,'New');
INSERT INTO raccord_cell VALUES(3,4,4,NULL,'1000');
INSERT INTO raccord_cell VALUES(3,4,5,NULL,'Brussels');
INSERT INTO raccord_cell VALUES(4,1,2,'Durand','Third');
INSERT INTO raccord_cell VALUES(5,1,2,'Third','Durand');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('raccord_operation',5);
INSERT INTO sqlite_sequence VALUES('customers',4);
CREATE INDEX customers_deleted_at ON customers (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE UNIQUE INDEX customers_external_id ON customers (external_id);
CREATE INDEX raccord_entry_customer ON raccord_entry (customer);
COMMIT;
