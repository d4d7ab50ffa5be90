-- Which assertions did the receiver of a collection's delta exports hold before? Remove them.
DELETE FROM published_assertions WHERE collection = $collection;
