"""GAT: may work go on?"""
