-- In which database are views made, and looked for?
USE {target};
