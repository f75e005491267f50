"""Words that begin with a capital and are nobody's name."""

from __future__ import annotations

from bot.notes.vocabulary import listed

NOT_NAMES = frozenset(
    listed(
        "the a an this that they them we i it he she our your my their monday tuesday wednesday thursday "
        "friday saturday sunday "
        "proposal negotiation discovery evaluation commit closed won lost stage deal budget legal "
        "procurement security finance demo "
        "call meeting email pricing contract renewal pilot poc trial cfo ceo cto cio coo ciso vp it hr ops "
        "q1 q2 q3 q4 h1 h2 arr mrr acv tcv "
        "slack teams zoom google microsoft salesforce hubspot excel oracle sap aws azure okta docusign sow "
        "msa nda dpa po rfp rfi eb "
        "good great nice thanks thank please hello hi hey yes no ok okay not now just still new next also "
        "and but or so if when "
        "head director manager chief sales marketing product engineering operations customer team board "
        "enterprise pro starter premium team plan "
        "should could would might can let need needs want wants send sent sending waiting follow "
        "moved moving move set put update "
        "summit quarter month week year today tomorrow eow eom eoq christmas easter europe america asia "
        "london berlin paris amsterdam "
        "mumbai delhi munich boston chicago york texas california india germany netherlands uk usa us eu "
        "emea apac sir madam mr mrs ms dr "
        "champion sponsor owner founder president lead buyer partner counsel controller analyst engineer "
        "quality assurance compliance maintenance payable facilities regulatory affairs research "
        "phase two three development day eve works council betriebsrat "
        "architect admin group bank labs met spoke talked called emailed"
    )
)
