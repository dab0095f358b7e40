"""The judgement: one file a rule, under the test it belongs to. `registry` finds them all."""
