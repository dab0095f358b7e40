"""What an editor can ask for: one thin file a feature, each with `register(server, session, can)`.

`can` tells what the client can do; a feature that the client cannot use is not registered, and so not advertised.
"""
