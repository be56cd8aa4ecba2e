"""Words that build a French sentence without saying what it is about. Folded."""

_WORDS = """
    a ai aie aient ais ait alors as au aucun aurai aurait aussi autre aux avaient avait avec avez
    avoir avons ayant beaucoup bien c ca car ce ceci cela celle celles celui ces cet cette ceux
    chaque chez ci combien comme comment d dans de debut dedans dehors deja depuis des dire dis dit
    dites doit doivent donc donne donner du elle elles en encore entre es est et etaient etait etant
    ete etes etre eu eux exactement faire fais fait faites faut font hui il ils j je juste l la le
    les leur leurs lequel laquelle lors lui m ma mais me meme mes mettre moi moins mon n ne ni nos
    notre nous on ont ou par parce parle parler parlez pas peu peut peuvent peux plus plutot pour
    pourquoi pourrait pourriez pouvez pouvoir puis puisse qu quand que quel quelle quelles quelqu
    quels qui quoi s sa sait sans savoir se sera sert ses si soit sommes son sont souhaite sous suis
    sur t ta te tel telle tes toi ton tous tout toute toutes tres trop trouve trouver tu un une va
    vais vas veut veulent veux voila voir voit voudrais vos votre vous vraiment y
"""

FUNCTION_WORDS = frozenset(_WORDS.split())
