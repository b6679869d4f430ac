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
	deleted_at VARCHAR(20)
);
INSERT INTO "customers" VALUES(1,'C1','Durand',NULL,'75001','Paris',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(2,'C2','Martin',NULL,'69002','Lyon',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(3,'C3','Müller',NULL,'10115','Berlin',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-30T20:07:41Z');
INSERT INTO "customers" VALUES(4,'C4','New',NULL,'1000','Brussels',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE raccord_entry (
	operation INTEGER NOT NULL, 
	customer INTEGER NOT NULL, 
	"before" VARCHAR(20) NOT NULL, 
	"after" VARCHAR(20) NOT NULL, 
	"row" INTEGER, 
	deleted_before VARCHAR(20), 
	deleted_after VARCHAR(20), 
	cells TEXT, 
	PRIMARY KEY (operation, customer), 
	FOREIGN KEY(operation) REFERENCES raccord_operation (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "raccord_entry" VALUES(1,1,'n','a',3,NULL,NULL,'1C12Dupont4750015Paris');
INSERT INTO "raccord_entry" VALUES(1,2,'n','a',4,NULL,NULL,'1C22Martin4690015Lyon');
INSERT INTO "raccord_entry" VALUES(1,3,'n','a',5,NULL,NULL,'1C32Müller4101155Berlin');
INSERT INTO "raccord_entry" VALUES(3,1,'a','a',3,NULL,NULL,'2DupontDurand');
INSERT INTO "raccord_entry" VALUES(3,2,'a','a',4,NULL,NULL,'46900169002');
INSERT INTO "raccord_entry" VALUES(3,3,'a','b',NULL,NULL,'2026-11-30T20:07:41Z',NULL);
INSERT INTO "raccord_entry" VALUES(3,4,'n','a',5,NULL,NULL,'1C42New410005Brussels');
INSERT INTO "raccord_entry" VALUES(4,1,'a','a',3,NULL,NULL,'2DurandThird');
INSERT INTO "raccord_entry" VALUES(5,1,'a','a',NULL,NULL,NULL,'2ThirdDurand');
CREATE TABLE raccord_field (
	number INTEGER NOT NULL, 
	name VARCHAR(63), 
	PRIMARY KEY (number), 
	UNIQUE (name)
);
INSERT INTO "raccord_field" VALUES(1,'external_id');
INSERT INTO "raccord_field" VALUES(2,'name');
INSERT INTO "raccord_field" VALUES(3,'street');
INSERT INTO "raccord_field" VALUES(4,'zip');
INSERT INTO "raccord_field" VALUES(5,'city');
INSERT INTO "raccord_field" VALUES(6,'country');
INSERT INTO "raccord_field" VALUES(7,'contact');
INSERT INTO "raccord_field" VALUES(8,'phone');
INSERT INTO "raccord_field" VALUES(9,'mobile');
INSERT INTO "raccord_field" VALUES(10,'email');
INSERT INTO "raccord_field" VALUES(11,'website');
INSERT INTO "raccord_field" VALUES(12,'category');
INSERT INTO "raccord_field" VALUES(13,'call_interval');
INSERT INTO "raccord_field" VALUES(14,'call_duration');
INSERT INTO "raccord_field" VALUES(15,'last_call');
INSERT INTO "raccord_field" VALUES(16,'last_missed_call');
INSERT INTO "raccord_field" VALUES(17,'blocked_until');
INSERT INTO "raccord_field" VALUES(18,'opening_hours');
INSERT INTO "raccord_field" VALUES(19,'annual_revenue');
INSERT INTO "raccord_field" VALUES(20,'latitude');
INSERT INTO "raccord_field" VALUES(21,'longitude');
INSERT INTO "raccord_field" VALUES(22,'owner');
INSERT INTO "raccord_field" VALUES(23,'notes');
INSERT INTO "raccord_field" VALUES(24,'protected');
CREATE TABLE raccord_meta (
	name VARCHAR(63) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "raccord_meta" VALUES('journal_version','3');
CREATE TABLE raccord_operation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(20) NOT NULL, 
	at VARCHAR(20) NOT NULL, 
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
INSERT INTO "raccord_operation" VALUES(1,'import','2026-11-30T20:07:27Z','anna',NULL,'first.csv','first','update','2481b1963ebd7946b093fcd6a0d596bf92f00c493b366380cb7781227c7b6482','{"rows": 3, "matched": 0, "created": 3, "updated": 0, "unchanged": 0, "restored": 0, "ignored": 0, "ambiguous": 0, "duplicate": 0, "repeated": 0, "invalid": 0, "deleted": 0, "cells_changed": 12, "cells_cleared": 0, "blanks_kept": 0, "skipped": 0}',NULL,NULL);
INSERT INTO "raccord_operation" VALUES(2,'point','2026-11-30T20:07:41Z','anna','before the second',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "raccord_operation" VALUES(3,'import','2026-11-30T20:07:41Z','anna',NULL,'second.csv','second','update_delete','46c81f060c5237f17c24924979e4fc019dde225591dcc84cd2d6abbb55ba8798','{"rows": 3, "matched": 2, "created": 1, "updated": 2, "unchanged": 0, "restored": 0, "ignored": 0, "ambiguous": 0, "duplicate": 0, "repeated": 0, "invalid": 0, "deleted": 1, "cells_changed": 6, "cells_cleared": 0, "blanks_kept": 0, "skipped": 0}',NULL,NULL);
INSERT INTO "raccord_operation" VALUES(4,'import','2026-11-30T20:07:42Z','anna',NULL,'third.csv','third','update','456eec5aca95a969c1eb70aa36d543fc7f649b25521237052e2b4a6264f433b5','{"rows": 1, "matched": 1, "created": 0, "updated": 1, "unchanged": 0, "restored": 0, "ignored": 0, "ambiguous": 0, "duplicate": 0, "repeated": 0, "invalid": 0, "deleted": 0, "cells_changed": 1, "cells_cleared": 0, "blanks_kept": 0, "skipped": 0}',NULL,5);
INSERT INTO "raccord_operation" VALUES(5,'undo','2026-11-30T20:07:42Z','anna','of 4',NULL,NULL,NULL,NULL,NULL,4,NULL);
CREATE INDEX customers_uneven_external_id ON customers (external_id) WHERE external_id GLOB '*[^!-~]*';
CREATE UNIQUE INDEX customers_external_id ON customers (external_id);
CREATE INDEX customers_deleted_at ON customers (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX raccord_entry_customer ON raccord_entry (customer);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('raccord_operation',5);
INSERT INTO "sqlite_sequence" VALUES('customers',4);
COMMIT;
