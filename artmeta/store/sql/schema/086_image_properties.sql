-- How bright, contrasting, sharp and colourful is each decoded picture, and which colour has its border?
CREATE TABLE image_properties (
    sha256 VARCHAR PRIMARY KEY,
    brightness FLOAT NOT NULL,           -- mean luma, 0 to 1
    contrast FLOAT NOT NULL,             -- standard deviation of the luma
    sharpness FLOAT NOT NULL,            -- root mean square difference of neighbouring pixels' luma
    saturation FLOAT NOT NULL,           -- mean distance of the largest and the smallest colour channel; 0 is grey
    border_red FLOAT NOT NULL,           -- mean colour of the two more even opposite edges, 0 to 1
    border_green FLOAT NOT NULL,
    border_blue FLOAT NOT NULL,
    run_id VARCHAR NOT NULL
);
