"""Words so common in questions that they do not say what a question is about."""

_WORDS = """
a able about above across actual actually add advice afraid after again against ago agree all allow
allowed almost alone along already also although always am among an and another answer any anybody anyone
anything anyway anywhere apart appear apply are aren't around as ask asked asking asks at available avoid
away awesome back bad base based basic basically be became because become been before began begin behind
being believe below best better between big bit both bring brought but buy by call called calls came can
can't cannot case cases catch cause certain chance change changed changes check cheers choose clear client
clients close come comes coming common compare compared complete concern concerned concerns consider
contain correct could couldn't couple course cover create current currently customer customers day days
deal deals decide depend depends describe detail detailed details did didn't differ difference differences
different difficult do does doesn't doing don't done down due during each early easier easily easy effect
either else end enough entire especially etc even ever every everybody everyone everything exact exactly
example examples except exist exists expect expected explain extra fact far fast feel few figure find fine
first fit follow following for found four from full further gave general generally get gets getting give
given gives giving go goes going gone good got gotta great group guess guide guys had handle happen
happened happens hard has hasn't have haven't having he hear heard hello help helpful helps her here hers
hey hi him his hold hope how how's however i i'd i'll i'm i've idea if ignore important in include
included includes including info inform information instead into involve involved is isn't issue issues it
it's its itself just keep kept key kind kindly kinds knew know known knows large last late later latest
learn least leave left less let let's like likely link list little local long look looked looking looks
lot lots low made main mainly major make makes making manage many matter may maybe me mean means meant
mention mentioned might mind mine minute minutes moment month months more most mostly move much must my
myself name names near necessary need needed needs never new next nice no nobody none nor normal normally
not note nothing now number of off offer offered offers often oh ok okay old on once one ones only onto
open option options or order other others otherwise our ours out over overall own page part particular
parts pay people per perhaps person place please plus point points possible possibly prefer pretty
probably problem problems process prospect prospects provide provided provides purpose put question
questions quick quickly quite rather reach read ready real really reason reasons recent recently recommend
recommended regard regarding related relevant remember require required requires right said same saw say
saying says second see seem seems seen send sense sent set several shall share she short should shouldn't
show shown shows side similar simple simply since small so some somebody someone something sometimes
somewhere soon sorry sort specific specifically start started still stop such suggest support supported
supports sure take taken takes taking talk talking tell telling tells than thank thanks that that's the
their theirs them then there there's these they thing things think this those though thought three through
thus till time times to today together told tomorrow too took top total toward tried true try trying turn
two type types typical typically under understand unless until up update updated upon us use used useful
user users uses using usual usually various versus very via vs want wanted wanting wants was wasn't way
ways we we'd we'll we're we've week weeks well went were weren't what what's whatever when where where's
whether which while who who's whole whom whose why will wish with within without won't wonder wondering
word words work worked working works worth would wouldn't write wrong year years yes yet you you'd you'll
you're you've your yours yourself
"""

COMMON = frozenset(_WORDS.split())
