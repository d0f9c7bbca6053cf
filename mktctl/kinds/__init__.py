"""From a file's data to the model, one file a kind. Pure: what is wrong becomes problems, all of them at once."""
