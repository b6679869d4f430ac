"""Words that tell little: legal forms, small words and kinds of streets, in English, French and German, reduced."""

_LEGAL = """
ab ag as asbl bv bvba cie co company corp corporation cv eg ei eirl ek ets etablissement etablissements eurl ev gbr gie
gmbh inc kg kgaa lda limited llc llp ltd ltda mbh nv ohg oy plc pty sa sarl sas sasu sc sca sci scop se sl slu snc
societe spa sprl srl ste ug vof
"""
_SMALL = """
a am an and at au aux by chez d das de del della den der des di die do du e en et for frau herr im in l la le les m
madame mlle mm mme monsieur mr mrs ms of on s sur the und van vom von y zu zum zur
"""
_STREET = """
all allee allees av ave avenue bd bis bld blvd boulevard bvd ch chaussee chemin cours court crs crt dr drive esp
esplanade faubourg fbg fg gasse imp impasse lane ln no nr num numero pass passage pl place platz plz prom promenade qu
quai r rd rle road route rte rue ruelle sq square st str strasse ter via villa voie weg
"""
LEGAL_FORMS = frozenset(_LEGAL.split())
"""How a company is constituted, or that it is one."""
SMALL_WORDS = frozenset(_SMALL.split())
"""Articles, prepositions, titles."""
STREET_WORDS = frozenset(_STREET.split())
"""Kinds of streets, which are abbreviated, left out and mistaken for each other."""
SPELLINGS = {"saint": "st", "sankt": "st", "sainte": "ste"}
"""Words that are as often abbreviated as not."""
