import GRDB

extension HubDatabase {
    /// The tables of the hub; a migration is never edited once released.
    ///
    /// Instants are milliseconds since 1970 in UTC, visits' ids 16 bytes, days ISO text. Conditions on
    /// states compare one by one, because SQLite builds a tree for a longer list at every insert.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: the queue") { try $0.execute(sql: queueTables) }
        migrator.registerMigration("1: devices and their logs") {
            try $0.execute(sql: deviceTables)
        }
        migrator.registerMigration("2: numbers that a log settled") {
            try $0.execute(
                sql: "CREATE INDEX inboxSettled ON inbox (visit) WHERE kind IN ('draw', 'drop')"
            )
        }
        migrator.registerMigration("3: appointments, second labels, restored visits") {
            try $0.execute(sql: appointmentTables)
        }
        migrator.registerMigration("4: events that were here before a restore") {
            try $0.execute(sql: "ALTER TABLE inbox ADD COLUMN latestDay TEXT")
        }
        migrator.registerMigration("5: appointments with length, channel and errands") {
            try $0.execute(sql: bookingTables)
        }
        migrator.registerMigration("6: claims, call-backs, appointments nobody came for") {
            try $0.execute(sql: claimTables)
        }
        migrator.registerMigration("7: mails") { try $0.execute(sql: mailTables) }
        migrator.registerMigration("8: desks") { try $0.execute(sql: deskTables) }
        migrator.registerMigration("9: accounts") { try $0.execute(sql: accountTables) }
        migrator.registerMigration("12: announced waits") { try $0.execute(sql: forecastTables) }
        migrator.registerMigration("13: sessions that train") {
            try $0.execute(
                sql: "ALTER TABLE sessions ADD COLUMN isTraining INTEGER NOT NULL DEFAULT 0"
            )
        }
        migrator.registerMigration("14: waits by the hour") {
            try $0.execute(sql: hourlyWaitTables)
        }
        migrator.registerMigration("15: appointments that were squeezed in, and who booked") {
            try $0.execute(
                sql: """
                    ALTER TABLE appointments ADD COLUMN isSqueezedIn INTEGER NOT NULL DEFAULT 0;
                    -- A device or program, never a person; nothing for those of before.
                    ALTER TABLE appointments ADD COLUMN bookedBy TEXT;
                    """
            )
        }
        migrator.registerMigration("16: printers and papers") {
            try $0.execute(sql: printerTables)
        }
        migrator.registerMigration("17: tokens of one counter, more to take back") {
            try $0.execute(sql: takeBackTables)
        }
        migrator.registerMigration("18: the language of a mail") {
            // Without one it is the appointment's.
            try $0.execute(sql: "ALTER TABLE mails ADD COLUMN language TEXT")
        }
        return migrator
    }

    private static let mailTables = """
        -- Mails about appointments; what they say, and to whom, is looked up when they go.
        CREATE TABLE mails (
            appointment BLOB NOT NULL,
            kind TEXT NOT NULL,
            wanted INTEGER NOT NULL,
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            sent INTEGER,
            PRIMARY KEY (appointment, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mailsDue ON mails (due) WHERE sent IS NULL;
        CREATE INDEX personsByMail ON persons (mail) WHERE mail IS NOT NULL;
        """

    private static let claimTables = """
        -- When somebody without a code says to have an appointment.
        ALTER TABLE visits ADD COLUMN claimed INTEGER;

        -- Who asked to be called back because the phone was busy.
        CREATE TABLE callbacks (
            id BLOB PRIMARY KEY,
            office TEXT NOT NULL,
            at INTEGER NOT NULL,
            phone TEXT NOT NULL,
            wish TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX callbacksByTime ON callbacks (office, at);

        -- Appointments as before; one that nobody came for is missed.
        CREATE TABLE attended (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            errands TEXT NOT NULL,
            booked INTEGER NOT NULL,
            minutes INTEGER NOT NULL CHECK (minutes > 0),
            channel TEXT NOT NULL,
            standing TEXT NOT NULL,
            code TEXT NOT NULL,
            change TEXT,
            link TEXT UNIQUE,
            language TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state = 'held' OR state = 'booked' OR state = 'checkedIn' OR state = 'cancelled'
                    OR state = 'expired' OR state = 'missed'),
            heldUntil INTEGER,
            visit BLOB UNIQUE,
            CHECK ((state = 'held') = (heldUntil IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO attended SELECT * FROM appointments;
        DROP TABLE appointments;
        ALTER TABLE attended RENAME TO appointments;
        CREATE INDEX appointmentsByDay ON appointments (office, day, booked);
        CREATE INDEX appointmentsByCode ON appointments (office, code);
        CREATE INDEX appointmentsHeld ON appointments (heldUntil) WHERE state = 'held';

        -- A visit whose number is void gets no other one.
        CREATE INDEX labelsVoid ON labels (visit) WHERE state = 'void';
        """

    private static let queueTables = """
        CREATE TABLE visits (
            row INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            series TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            service TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            standing TEXT NOT NULL DEFAULT 'usual',
            arrived INTEGER NOT NULL,
            booked INTEGER,
            counter INTEGER,
            calls INTEGER NOT NULL DEFAULT 0,
            firstCalled INTEGER,
            lastCalled INTEGER,
            language TEXT NOT NULL,
            key TEXT NOT NULL,
            origin TEXT NOT NULL
        ) STRICT;
        CREATE INDEX visitsWaiting ON visits (office, arrived, service) WHERE state = 'waiting';
        CREATE INDEX visitsActive ON visits (office, day)
            WHERE state <> 'waiting' AND state <> 'finished' AND state <> 'left'
                AND state <> 'cancelled' AND state <> 'notServed' AND state <> 'expired';
        CREATE UNIQUE INDEX visitsAtCounter ON visits (office, counter)
            WHERE state IN ('called', 'serving');
        CREATE INDEX visitsByCall ON visits (office, lastCalled) WHERE lastCalled IS NOT NULL;
        CREATE INDEX visitsByKey ON visits (key);

        -- Every number ever given or asked for; none is used twice on one day.
        CREATE TABLE labels (
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            series TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            visit BLOB NOT NULL,
            state TEXT NOT NULL CHECK (
                state = 'reserved' OR state = 'used' OR state = 'void' OR state = 'alias'),
            PRIMARY KEY (office, day, series, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX labelsReserved ON labels (visit) WHERE state = 'reserved';

        -- What happened, once and for ever; the sequence is the cursor of every reader.
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            visit BLOB,
            happening TEXT NOT NULL,
            state TEXT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            counter INTEGER,
            details TEXT
        ) STRICT;

        -- Names, mail, phone and notes, apart from everything else and deleted on time.
        CREATE TABLE persons (
            visit BLOB PRIMARY KEY,
            name TEXT,
            mail TEXT,
            phone TEXT,
            note TEXT,
            deleteAfter INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE facts (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO facts (name, value) VALUES ('epoch', '1');

        -- Answers already given, so that a repeated request gets the same one.
        CREATE TABLE answers (
            caller TEXT NOT NULL,
            key TEXT NOT NULL,
            request TEXT NOT NULL,
            body TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (caller, key)
        ) STRICT, WITHOUT ROWID;
        """

    private static let bookingTables = """
        CREATE TABLE booked (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            -- The first of its errands: what its visit is queued for.
            service TEXT NOT NULL,
            errands TEXT NOT NULL,
            booked INTEGER NOT NULL,
            minutes INTEGER NOT NULL CHECK (minutes > 0),
            channel TEXT NOT NULL,
            standing TEXT NOT NULL,
            -- Digests: the code to check in, the code and the link to change it.
            code TEXT NOT NULL,
            change TEXT,
            link TEXT UNIQUE,
            language TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state = 'held' OR state = 'booked' OR state = 'checkedIn' OR state = 'cancelled'
                    OR state = 'expired'),
            heldUntil INTEGER,
            -- Its visit once the holder is here: an appointment is queued at most once.
            visit BLOB UNIQUE,
            CHECK ((state = 'held') = (heldUntil IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO booked (
            id, office, day, service, errands, booked, minutes, channel, standing, code, language,
            state, visit)
        SELECT id, office, day, service,
            json_array(json_object('service', service, 'persons', 1)),
            booked, 15, 'desk', standing, code, 'de', state, visit
        FROM appointments;
        DROP TABLE appointments;
        ALTER TABLE booked RENAME TO appointments;
        CREATE INDEX appointmentsByDay ON appointments (office, day, booked);
        CREATE INDEX appointmentsByCode ON appointments (office, code);
        CREATE INDEX appointmentsHeld ON appointments (heldUntil) WHERE state = 'held';

        -- Times that were given back and that the web does not see yet.
        CREATE TABLE freedTimes (
            row INTEGER PRIMARY KEY,
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            booked INTEGER NOT NULL,
            minutes INTEGER NOT NULL,
            errands TEXT NOT NULL,
            until INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX freedTimesByDay ON freedTimes (office, day);

        -- When something was last booked or freed on a day, in a count of its own.
        CREATE TABLE bookedDays (
            day TEXT PRIMARY KEY,
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX bookedDaysByChange ON bookedDays (changed);
        """

    private static let appointmentTables = """
        ALTER TABLE visits ADD COLUMN mayHaveBeenCalled INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE appointments (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            booked INTEGER NOT NULL,
            standing TEXT NOT NULL,
            code TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state = 'booked' OR state = 'cancelled' OR state = 'checkedIn'),
            -- Its visit once the holder is here: an appointment is queued at most once.
            visit BLOB UNIQUE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX appointmentsByDay ON appointments (office, day, booked);
        CREATE INDEX appointmentsByCode ON appointments (office, code);

        -- Ids under which kiosks know a visit beside its own.
        CREATE TABLE attachments (
            visit BLOB PRIMARY KEY,
            main BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX attachmentsByMain ON attachments (main);
        CREATE INDEX labelsSecond ON labels (visit) WHERE state = 'alias';

        CREATE INDEX alarmsOpen ON alarms (source, sentence) WHERE seen IS NULL;

        DROP INDEX inboxSettled;
        CREATE INDEX inboxSettled ON inbox (visit) WHERE kind IN ('draw', 'checkIn', 'drop');
        """

    private static let deviceTables = """
        CREATE TABLE devices (
            id TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('kiosk', 'program', 'desk', 'board')),
            name TEXT NOT NULL,
            secretHash TEXT NOT NULL UNIQUE,
            made INTEGER NOT NULL,
            revoked INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE enrolments (
            codeHash TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            expires INTEGER NOT NULL,
            usedBy TEXT REFERENCES devices (id)
        ) STRICT, WITHOUT ROWID;

        -- Second letters of kiosks' own series; one is never given to another device or incarnation.
        CREATE TABLE letters (
            letter TEXT PRIMARY KEY,
            device TEXT NOT NULL REFERENCES devices (id),
            incarnation TEXT
        ) STRICT, WITHOUT ROWID;

        -- How far the hub has each kiosk's log.
        CREATE TABLE logs (
            device TEXT NOT NULL REFERENCES devices (id),
            incarnation TEXT NOT NULL,
            seq INTEGER NOT NULL,
            head TEXT NOT NULL,
            heard INTEGER NOT NULL,
            clockOffset INTEGER NOT NULL DEFAULT 0,
            printer TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (device, incarnation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE inbox (
            device TEXT NOT NULL,
            incarnation TEXT NOT NULL,
            seq INTEGER NOT NULL,
            hash TEXT NOT NULL,
            visit BLOB NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            at INTEGER NOT NULL,
            day TEXT,
            details TEXT NOT NULL,
            received INTEGER NOT NULL,
            parked TEXT,
            PRIMARY KEY (device, incarnation, seq)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE alarms (
            row INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            sentence TEXT NOT NULL,
            seen INTEGER
        ) STRICT;
        """
}
