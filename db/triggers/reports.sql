-- What a provider said of a day stays said; what it means is worked out anew.
CREATE TRIGGER statement_lines_append_only_delete BEFORE DELETE ON statement_lines BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY statement_lines'); END;
--> statement-breakpoint
CREATE TRIGGER statement_imports_append_only BEFORE UPDATE ON statement_imports BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY statement_imports'); END;
--> statement-breakpoint
CREATE TRIGGER statement_imports_append_only_delete BEFORE DELETE ON statement_imports BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY statement_imports'); END;
