"""How people put it in a longer text that they come or not; `announcing` reads it with these.

All but `CLAUSE`, `LABEL` and `THAT_WEEK` are looked for in folded words.
"""

import re

from french.coming import NUMBERS, Coming
from french.coming_verbs import (
    COME,
    COMES,
    COMES_NOT,
    GIVES_UP,
    HERE,
    MAY_COME,
    REGRETS,
    WITH_COMPANY,
)

CLAUSE = re.compile(
    r"\s*(?:,|\s:\s|\s[–—-]\s|[()])\s*"
    r"|\s(?i:mais|car|donc(?!\s+(?:pas|plus|non|sans|des|là|parmi|avec vous|libre"
    r"|disponible|présente?s?|absente?s?"
    r"|contrainte?s?|obligée?s?)\b)|parce qu[e'’]|par contre|en revanche"
    r"|cependant|toutefois|du coup)\s"
    r"|\s(?i:et|puis)\s(?=(?i:je|j['’]|on|nous|si|comptez|ne)\b)"
)
LABEL = re.compile(r"(?i)^\W*(?:\w+\W+){0,4}:\s*(?:oui|non|peut|ok)\b|^\s*(?:oui|non)\s*:")
COURTEOUS = re.compile(
    r"(?:(?:bonjour|madame|monsieur|chere?s?|tout|toutes?|tous|le monde|a|et|pas de souci"
    r"|(?:pour|de) (?:l |votre |cette |ce )?(?:invitation|message|mail|courriel|relance|rappel"
    r"|information)s?|(?:encore|d avance|par avance|beaucoup)"
    r"|j ai (?:bien )?(?:recu|lu|vu|note) (?:l |le |la |votre |vos )?\w+"
    r"|(?:bien|c est) (?:recu|note)e?|votre (?:message|invitation)|bien|super|genial) ?)*"
)
ASKING = re.compile(r"est ce qu|si |(?:pouvez|pourriez|voulez|savez|dites|dois je|puis je)\b")
CONDITION = re.compile(
    r"\b(?:si (?:je|j|on|nous|le|la|les|l|mon|ma|mes|rien|il|elle|ca|dieu|possible|jamais)"
    r"|sous reserve|a condition|a moins|sauf|selon|des que|en fonction|quand(?! meme)|lorsque"
    r"|au cas ou|dans le cas ou)\b"
)
DOUBT = re.compile(
    r"\b(?:peut etre|probablement|sans doute|normalement|en principe|a priori|j espere"
    r"|a confirmer|reste a|je pense|je crois|eventuellement|certainement pas sur)\b"
)
ELSEWHEN = re.compile(
    r"\bproch(?:aine?)s? (?:fois|reunion|rencontre|visite|seance|atelier|echange|date"
    r"|session)s?\b"
    r"|\b(?:la|le|aux?|les) (?:prochaine?|suivante?)s?\b|\bautres? (?:fois|jour|date|seance)\b"
    r"|\breunion (?:de|du) bureau\b|\bconseil d administration\b|\bassemblee generale\b"
    r"|\bd habitude\b|\bchaque\b|\bd ordinaire\b"
)
SO = re.compile(r"\b(?:donc|evidemment)\b")
THAT_WEEK = re.compile(r"(?i)\bcette (?:semaine|période)(?:[- ]là)?|\bces jours[- ]là")
LEFT_BY_DOUBT = frozenset({"", "pas", "oui", "non"})
# What a « oui » or « non » may answer that is no coming
ELSE = re.compile(
    r"\b(?:recue?s?|lue?s?|vue?s?|compris|trouvee?s?|transme\w+|besoin|(?<!sans )(?:problemes?"
    r"|soucis?)"
    r"|questions?|repond\w+|reviens|reviendrai|retour|lien|documents?|dossiers?|mails?"
    r"|courriels?|telegram|plutot|pas (?:ce|le"
    r"|la|tout)|connai\w+|savais|prefer\w+ (?:la?|le|une?|venir))\b"
)
PLAIN = re.compile(r"(?:(?:oui|non|nan|ouais|ok|d accord|entendu|c est (?:bon|ok)|va) ?)*")
# What tells that a « oui » or « non » before something else is of her coming
FEELING = re.compile(
    r"\b(?:desolee?s?|navree?s?|dsl|helas|malheureusement|regrets?|excuse\w*|dommage|plaisir"
    r"|volontiers|joie|ravie?|hate|bien sur|sans (?:faute|probleme|souci)|pas cette fois|pour moi"
    r"|partante?s?|presente?)\b"
)
WISH = re.compile(
    r"\bje (?:viend|se|particip|pour)rais\b|\bj (?:i|y se)rais\b|\baurais\b"
    r"|\baurai (?:\w+ )?(?:aime|voulu|souhaite)\b"
)
PAST = re.compile(r"\b(?:etais|etions|hier|derniere? (?:fois|reunion)|a l avenir)\b")
REGRETTED = re.compile(REGRETS)
BUT = re.compile(r"\b(?:mais|si|malheureusement|helas|autre)\b")
LEAD = (
    r"(?:(?:et|donc|du coup|oui|non|ok|d accord|ben|bien|mais|bien sur|ce coup ci"
    r"|en effet|effectivement|nous|c est (?:bon|ok|note|d accord)"
    r"|(?:je |(?:j ai le plaisir|j ai le regret|en mesure|heureuse?|ravie?|contente?) de "
    r"|je tenais a |je tiens a )?(?:vous )?(?:re)?"
    r"(?:informer?|confirmer?|annoncer?|previens|signaler?|dis|dire|ecris pour vous dire)"
    r" (?:que|qu)|sachez que|notez que|je crains que|que"
    r"|(?:c est )(?:avec (?:\w+ )*(?:joie|plaisir) )?que"
    r") )*"
)
# « je viens » begins too many other things to be followed by much.
WILL = (
    "(?:" + COMES
    + r"|(?:je )?(?:vous )?(?:re)?(?:confirme|valide) (?:bien |donc )?(?:ma|notre)"
    r" (?:venue|presence|participation|inscription)"
    r"|(?:vous pouvez )?compte[rz] (?:bien |donc )?(?:sur(?: moi| nous)?|moi)"
    r"|inscrivez|je m inscris|je (?:ne )?manquerai pas (?:de |d )?(?:etre " + HERE + "|" + COME
    + r")|je ne manquerai (?:cela|ca|cet? \w+) pour rien au monde"
    r"|je reponds presente?|je (?:pourrai|peux|vais pouvoir) (?:bien )?(?:etre " + HERE + "|"
    + COME + r")|je me suis libere\w*|je me suis inscrite?|j ai (?:pu )?(?:me )?liberer? (?:ma|la)"
    r" (?:journee|matinee|apres midi|date)|je (?:suis )?des votres"
    r"|(?:de bien vouloir |veuillez |vous pouvez )*noter (?:ma|notre) presence(?: ainsi)?"
    r"|(?:j accepte|nous acceptons)(?: avec \w+)? (?:l |votre )(?:aimable |gentille )?invitation"
    r"|(?:ravie?|heureux|heureuse|contente?|enchantee?)s? de pouvoir " + COME
    + r"|(?:je compte|nous comptons) bien " + COME
    + r"|vous pouvez (?:m|nous) (?:inscrire|ajouter a la liste des (?:participants|inscrits"
    r"|presents)))"
)  # fmt: skip
WONT = (
    "(?:" + COMES_NOT + "|" + GIVES_UP
    + r"|(?:ce|ca) (?:ne )?(?:sera|va) (?:donc )?(?:pas (?:etre )?possible|non|sans)"
    r"|je ne (?:vais|vois) pas (?:comment )?pouvoir"
    r"|je ne pense pas (?:pouvoir(?: (?:etre " + HERE + "|" + COME + r"))?|" + COME + r")"
    r"|je (?:serai|suis) dans l (?:impossibilite|incapacite) de " + COME
    + r"|(?:dans|d)? ?l impossibilite de " + COME + r"|il m est impossible de " + COME
    + r"|il (?:ne )?me sera (?:pas possible|impossible) de " + COME
    + r"|je me desiste|(?:(?:au|le) regret )?(?:de )(?:decliner|refuser)(?: (?:l |votre )"
    r"(?:aimable |gentille )?invitation)?|je serai (?:moi meme )?(?:absente?|indisponible)"
    r"(?=$| et | car )"
    r"|(?:au regret |de )*ne (?:pas |plus )?(?:pouvoir )?" + COME
    + r"|(?:merci de )?(?:annulez|annuler) mon inscription|ne comptez pas sur|ne m attendez pas)"
)  # fmt: skip
MAY = (
    "(?:" + MAY_COME
    + r"|je (?:ne )?peux pas (?:encore |vous dire |trop )*si (?:" + COMES + r"|je (?:peux|pourrai))"
    r"|je (?:ne )?(?:sais|connais) pas encore(?! si)(?: mon planning| mes disponibilites)?"
    r"|je ne peux pas (?:encore )?(?:m engager|vous (?:confirmer|repondre|dire)(?: ma presence)?"
    r"(?: tout de suite| pour l instant)?)"
    r"|je (?:ne )?suis pas (?:encore )?(?:sure?|certaine?) (?:de |d )(?:pouvoir )?(?:etre "
    + HERE + "|" + COME + r")"
    r"|(?:ne )?pas (?:encore )?(?:sure?|certaine?) (?:de |d )(?:pouvoir )?" + COME
    + r"|j hesite(?: encore)?)"
)  # fmt: skip
N = "|".join(NUMBERS)
ABOUT = r"(?:questions?|demande|requete|idee|proposition|sujet|projet|probleme)"
# What follows a coming and leaves it what it is.
GOES_ON = (
    r"(?:$| (?:bien|aussi|egalement|volontiers|evidemment|sans faute|comme (?:prevu|convenu)"
    r"|seule?|accompagnee?|en (?:bus|velo|car|tgv|covoiturage|tram|visio\w*"
    r"|distanciel|presentiel|personne|ligne|retard|train"
    r"|voiture|avance)|a distance|a l heure|(?:a|vers|des|jusqu a|jusque|de|avant|apres|pour)"
    r" (?:les? )?\d+\w*|le \d+\w*|avec (?:\w+$|(?!une? " + ABOUT + r")(?:" + N + r"|\d+|mon|ma"
    r"|mes|notre|nos|quelques|tou(?:te?s?)))"
    r"|la bas|sur place|(?:(?:le|ce) matin|l apres midi)(?= seulement$| uniquement$)"
    r"|par (?:la |le )?(?:visio\w*|train|bus|car)|un peu|tous|toutes|toute la|ce coup ci|et"
    r"|puisque|comme|meme si|la semaine|des le|pour (?:toute la|la|l|le|cette"
    r"|cet|votre) (?:journee|matinee|reunion|rencontre|visite|seance|formation|atelier|echange"
    r"|webinaire|visio\w*|table ronde))\b)"
)  # fmt: skip
FOR_REASON = (
    r"(?:$| (?:et|puisque|comme|je|j|on|nous|ma|mon|mes|notre|nos|il y a|c est|a cause"
    r"|en raison|du fait|suite|pour (?:cause|des"
    r"|raisons?)|cette (?:fois|annee|semaine)|ce coup ci|ce mois|cause|faute de|etant"
    r"|le \d+\w*|la semaine|ni|du tout|finalement|de (?:mon|ma|mes))\b)"
)  # fmt: skip
HESITATES = re.compile(LEAD + MAY + "(?:" + FOR_REASON + "|" + GOES_ON + ")")
TELLS = (
    (re.compile(LEAD + WITH_COMPANY + r"\b"), Coming.YES),
    (re.compile(LEAD + WONT + FOR_REASON), Coming.NO),
    (re.compile(LEAD + WILL + GOES_ON), Coming.YES),
)
