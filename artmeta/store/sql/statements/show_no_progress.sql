-- Who shows the progress of a long query? The command line does, not the engine on the same terminal.
SET enable_progress_bar = false;
