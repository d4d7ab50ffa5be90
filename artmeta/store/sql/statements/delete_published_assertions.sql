-- Which assertions did the receiver of a collection's delta exports to a folder hold before? Remove them.
DELETE FROM published_assertions WHERE collection = $collection AND destination = $destination;
