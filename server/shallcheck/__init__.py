"""ShallCheck says no to poor requirements: one judgement for the editor, the command line and coding agents."""

__version__ = "0.1.0"
