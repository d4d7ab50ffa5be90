-- Who tells how far a long query is? The command line does, not the engine on the same terminal.
SET enable_progress_bar = false;
