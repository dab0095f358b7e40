## SYNTAX TEST "source.python" "trace markers in code"

def excursion():  # Implements: SYS-010, SYS-011
##                  ^^^^^^^^^^ keyword.other.link.shallcheck
##                              ^^^^^^^ entity.name.tag.identifier.shallcheck
##                                       ^^^^^^^ entity.name.tag.identifier.shallcheck
    return "Implements: SYS-010"
##          ^^^^^^^^^^ - keyword.other.link.shallcheck
