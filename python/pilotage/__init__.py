"""What `pip install pilotage` brings besides the program: the pytest plugin. No code of the program is here."""
