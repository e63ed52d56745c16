// Tables of the desks and of the people who work there.
extension HubDatabase {
    static let accountTables = """
        CREATE TABLE accounts (
            id TEXT PRIMARY KEY,
            -- As it is typed to log in, in small letters.
            name TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,
            salt TEXT NOT NULL,
            digest TEXT NOT NULL,
            -- Until when the first password, made by an administrator, opens; then its owner's own.
            firstUntil INTEGER,
            made INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sessions (
            secretHash TEXT PRIMARY KEY,
            account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            -- Stands in every form, so that another site cannot send it.
            token TEXT NOT NULL,
            counter INTEGER,
            made INTEGER NOT NULL,
            used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sessionsByAccount ON sessions (account);

        -- Acts of administration and of leads; what clerks do with visitors is not here.
        CREATE TABLE audit (
            row INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            act TEXT NOT NULL
        ) STRICT;
        """

    static let takeBackTables = """
        -- The only counter that a desk's token is for, and whether it lets visits pass others.
        ALTER TABLE devices ADD COLUMN counter INTEGER;
        ALTER TABLE devices ADD COLUMN callsAnybody INTEGER NOT NULL DEFAULT 0;

        -- What a clerk wrote over, for as long as that can be taken back.
        ALTER TABLE persons ADD COLUMN noteBefore TEXT;
        ALTER TABLE lastActions ADD COLUMN changedNote INTEGER NOT NULL DEFAULT 0;
        -- The visit that became part of this one, with its numbers and ids, as JSON.
        ALTER TABLE lastActions ADD COLUMN merged TEXT;
        -- Whether the visit itself was new.
        ALTER TABLE lastActions ADD COLUMN isDrawn INTEGER NOT NULL DEFAULT 0;
        """

    static let deskTables = """
        ALTER TABLE visits ADD COLUMN errands TEXT;
        ALTER TABLE visits ADD COLUMN parkedFor TEXT;
        ALTER TABLE visits ADD COLUMN onlyCounter INTEGER;

        -- What is so at a counter today.
        CREATE TABLE desks (
            office TEXT NOT NULL,
            counter INTEGER NOT NULL,
            -- Those the clerk gives; without it all of the counter's.
            services TEXT,
            pausedUntil INTEGER,
            -- The visit that was finished last, until the next call.
            reopenable BLOB,
            PRIMARY KEY (office, counter)
        ) STRICT, WITHOUT ROWID;

        -- What was done last at each counter, so that it can be taken back.
        CREATE TABLE lastActions (
            office TEXT NOT NULL,
            counter INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            -- The visit as it was before.
            before TEXT NOT NULL,
            reopenable BLOB,
            PRIMARY KEY (office, counter)
        ) STRICT, WITHOUT ROWID;

        -- Who asks the other counters for help.
        CREATE TABLE helpCalls (
            id BLOB PRIMARY KEY,
            office TEXT NOT NULL,
            at INTEGER NOT NULL,
            -- The counter; without it the kiosk of that name.
            counter INTEGER,
            kiosk TEXT,
            takenBy INTEGER,
            takenAt INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX helpCallsByTime ON helpCalls (office, at);
        """
}
