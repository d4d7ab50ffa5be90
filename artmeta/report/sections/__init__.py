"""Every file is one section of the report: QUERY, TITLE, ORDER and build(frame) -> Section."""
