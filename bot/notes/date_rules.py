"""How dates are written and said. The first rule to match some words keeps them."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.notes import calendar_words as cal
from bot.notes.date_makers import (
    DAY,
    EDGE,
    EDGE_END,
    MONTH,
    ORD,
    SPOKEN_DAY,
    YEAR,
    Maker,
    calendar_week_made,
    day_next_month_made,
    day_of_month_made,
    end_of_next_month,
    fixed,
    from_now_made,
    half_end,
    in_week,
    iso_made,
    month_made,
    next_quarter_end,
    next_week_day_made,
    nth_week_made,
    numeric_made,
    ordinal_made,
    period_made,
    quarter_end,
    spoken_day_made,
    spoken_ordinal_made,
    week_from_made,
    week_of_made,
    week_of_numeric_made,
    weekday_made,
    year_end,
)

_NEXT = r"(?:next|nachste[nrsm]?|kommende[nrsm]?|volgende|komende|aanstaande|the coming|the following)"
_THIS = r"(?:this|diese[nrsm]?|deze|dit|the current|laufenden)"
_WEEK = r"(?:week|wk|woche)"
_MONTH = r"(?:months?|monats?|maand)"
_EARLY = r"(?:(?:the )?(?:early|beginning of|start of|anfang|begin)[- ])"
_MID = r"(?:(?:the )?(?:mid|middle of|mitte|midden|half)[- ])"
_LATE = r"(?:(?:the )?(?:end of|late|end|ende|eind|einde)(?: of)?[- ])"
_END = (
    r"(?:by |the )*(?:very )?(?:(?:back |tail )?end|close|(?:very )?(?:last|final) day) of (?:the |this |"
    r"our )?"
    r"(?:current )?"
)
_FISCAL = r"(?:(?:fiscal|financial) )?"
_TILL_END = r"(?: ke| ka)? end(?: tak| me| mein| pe| ko)?"
RULES: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(rf"(?<![\w/.,$€£₹-])(?:{pattern})(?![\w/])"), make)
    for pattern, make in (
        (r"(?P<y>20\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})", iso_made),
        (r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<year>20\d\d|\d\d)(?![.,]\d)", numeric_made),
        (r"(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})", numeric_made),
        (
            r"(?:(?<=on )|(?<=op )|(?<=by )|(?<=until ))(?P<a>\d{1,2})(?P<sep>-)"
            r"(?P<b>0?[1-9]|[12]\d|3[01])(?! ?[%a-z€£$])",
            numeric_made,
        ),
        (r"(?P<a>\d{1,2})(?P<sep>\.)(?P<b>0?[1-9]|1[0-2])\.", numeric_made),
        (
            rf"(?:the )?(?:week|wk)[ -]?(?:of|commencing|beginning|starting)\s+(?:the )?"
            rf"(?:(?P<d>\d{{1,2}}){ORD}?\s+(?:of )?(?P<mon>{MONTH})|"
            rf"(?P<mon_2>{MONTH})\.?\s+(?P<d_2>\d{{1,2}}){ORD}?|"
            rf"(?P<d_3>\d{{1,2}}){ORD}?)",
            week_of_made,
        ),
        (
            r"(?:the )?(?:week|wk)[ -]?(?:of|commencing|beginning|"
            r"starting)\s+(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})",
            week_of_numeric_made,
        ),
        (rf"w/c\s+(?:the )?(?P<d>\d{{1,2}}){ORD}?\s+(?P<mon>{MONTH})", week_of_made),
        (
            rf"(?:the )?(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th) week (?:of|"
            rf"in) (?P<mon>{MONTH})",
            nth_week_made,
        ),
        (
            rf"(?:the )?(?P<d>{SPOKEN_DAY}) (?:of )?(?P<mon>{MONTH})|"
            rf"(?P<mon_2>{MONTH}) (?:the )?(?P<d_2>{SPOKEN_DAY})(?! week)",
            spoken_day_made,
        ),
        (
            rf"(?P<d>\d{{1,2}}){ORD}?[ -](?P<mon>{MONTH})[ -](?P<yy>2\d|3\d)(?!\s?(?:[k%]|seats|users))",
            day_of_month_made,
        ),
        (
            rf"(?:the )?(?P<d>\d{{1,2}}){ORD}?\s*(?:of\s+|-)?(?P<mon>{MONTH})\b\.?{YEAR}?(?!\s?\d)",
            day_of_month_made,
        ),
        (
            rf"(?P<mon>{MONTH})\.?\s+(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\s?[k%]|[.,:]\d|"
            rf"\s?(?:seats|users))\b{YEAR}?",
            day_of_month_made,
        ),
        (rf"{EDGE}\s*(?P<mon>{MONTH})\b\.?{YEAR}?|(?P<mon_2>{MONTH})[- ]ende?", month_made),
        (rf"(?P<mon>{MONTH})\.?{YEAR}", month_made),
        (
            rf"(?:(?P<edge>{EDGE_END})\s+)?q(?P<quarter>[1-4])\b(?:\s*(?:of\s+)?(?:fy\s?'?(?P<fy>\d\d(?:\d\d)?)|/?(?P<year>20\d\d)|'(?P<yy>\d\d)))?",
            period_made,
        ),
        (
            rf"(?:(?P<edge>{EDGE_END})\s+)?h(?P<half>[12])\b(?:\s*(?:of\s+)?(?:fy\s?'?(?P<fy>\d\d(?:\d\d)?)|"
            rf"/?(?P<year>20\d\d)|'(?P<yy>\d\d)))?",
            period_made,
        ),
        (
            rf"(?:{_END})?(?:the )?(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|"
            rf"4th) (?P<word>quarter|half)(?: of the year)?",
            period_made,
        ),
        (
            rf"(?:the )?(?P<d>\d{{1,2}}){ORD}? (?:of |des |van )?(?:the )?{_NEXT} {_MONTH}",
            day_next_month_made,
        ),
        (rf"(?:the )?(?P<d>\d{{1,2}}){ORD}? (?:of |des |van )?(?:the )?{_THIS} {_MONTH}", ordinal_made),
        (rf"{_LATE}{_NEXT} {_WEEK}|next week friday", in_week(11)),
        (rf"{_EARLY}{_NEXT} {_WEEK}", in_week(7)),
        (rf"{_MID}{_NEXT} {_WEEK}", in_week(9)),
        (
            rf"{_NEXT} {_WEEK}\s+(?:on |am |op )?(?P<wd>{DAY})\b|(?P<wd_2>{DAY})\s+(?:of |in der |"
            rf"in )?{_NEXT} {_WEEK}",
            next_week_day_made,
        ),
        (r"(?:by |the )*(?:week after next)", in_week(18)),
        (rf"(?:some ?time |later |by )?{_NEXT} {_WEEK}", in_week(11)),
        (
            r"(?:later |by |end of )?(?:this|diese) (?:week|wk|woche)|eow|end of (?:the )?week|"
            r"ende der woche|eind van de week",
            in_week(4),
        ),
        (
            rf"{_EARLY}{_NEXT} {_MONTH}",
            fixed(lambda c: end_of_next_month(c).replace(day=5)),
        ),
        (rf"{_MID}{_NEXT} {_MONTH}", fixed(lambda c: end_of_next_month(c).replace(day=15))),
        (
            rf"(?:{_LATE}|by )?{_NEXT} {_MONTH}",
            fixed(end_of_next_month),
        ),
        (
            rf"{_END}month|(?:month|mahine){_TILL_END}|{_LATE}?{_THIS} {_MONTH}|month[- ]end|eom|"
            rf"monatsende|ende des monats|"
            r"eind van de maand",
            fixed(lambda c: cal.last_of_month(c.today)),
        ),
        (rf"(?:{_END})?next quarter|nq", fixed(next_quarter_end)),
        (
            rf"{_END}{_FISCAL}(?:quarter|qtr)|{_THIS} (?:quarter|qtr|quartal|kwartaal)|(?:quarter|qtr)[- "
            rf"]end|"
            rf"(?:quarter|qtr){_TILL_END}|eoq|quartalsende|ende (?:des|dieses) quartals|eind van het "
            rf"kwartaal",
            fixed(quarter_end),
        ),
        (
            rf"{_END}{_FISCAL}(?:half(?:[- ]year)?|semester|halbjahres)|{_THIS} (?:half|semester|halbjahr)|"
            rf"half(?:[- ]year)?[- ]end|half(?:[- ]year)?{_TILL_END}|ende des halbjahres|halbjahresende|eoh",
            fixed(half_end),
        ),
        (
            rf"{_END}{_FISCAL}year|this year|(?:year|saal){_TILL_END}|dieses jahr|dit jaar|(?:fiscal "
            rf")?year(?:'s)?[- ]end|eoy|fye|jahresende|"
            r"ende des jahres|"
            r"eind van het jaar|einde jaar",
            fixed(year_end),
        ),
        (rf"(?P<n>a|one|two|2) weeks? (?:from|on) (?P<wd>{DAY})", week_from_made),
        (
            r"(?P<which>(?:this|next|coming|this coming|following|diesen|nachsten|kommenden?|komende|"
            r"aanstaande|deze|"
            rf"volgende) )?(?P<wd>{DAY})\b\.?(?P<later> week)?(?:,? (?:eod|cob|eob|end of day|"
            r"close of (?:play|business)))?",
            weekday_made,
        ),
        (r"day after tomorrow|ubermorgen|overmorgen", fixed(lambda c: c.today + timedelta(days=2), False)),
        (
            r"(?:tomorrow|tmrw|tmr|tmw|tomo|2moro|tomm?orr?ow|tomorow|tommorrow|tomorro|demain|"
            r"(?<!guten )(?<!heute )(?<!jeden )(?<!good )(?<!goede )morgen(?! zusammen| alle\b| leute|"
            r" team|[,!]| mittags?\b))"
            r"(?:,? (?:eod|cob|eob|end of day))?",
            fixed(lambda c: c.today + timedelta(days=1), False),
        ),
        (
            r"today|tonight|eod|cob|end of (?:the )?day|heute|vandaag|this (?:afternoon|evening|morning)",
            fixed(lambda c: c.today, False),
        ),
        (
            r"(?:in|within|binnen|innerhalb von|over) (?:the next |about )?(?P<n>\d{1,3}|an?|one|two|three|"
            r"four|five|six|seven|eight|nine|ten|twelve|a couple of|couple of|einer|zwei|drei|twee|"
            r"drie) "
            r"(?P<unit>days?|tagen|dagen|weeks?|wks?|wochen?|weken|weeken|fortnight|months?|monaten?|"
            r"maanden)",
            from_now_made,
        ),
        (
            r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six) (?P<unit>days?|weeks?|fortnight|"
            r"months?) (?:from (?:now|today)|out|today)",
            from_now_made,
        ),
        (
            rf"(?:(?<=on )|(?<=by )|(?<=before )|(?<=until ))the (?P<d>{SPOKEN_DAY})"
            rf"(?=\s*(?:$|[.,;:!?)\n]|(?:and|at|with|for|we|then|so)\b))",
            spoken_ordinal_made,
        ),
        (r"(?:kw|cw|calendar week|kalenderwoche)\s?(?P<kw>\d{1,2})", calendar_week_made),
        (
            r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)(?! (?:floor|time|call|meeting|round|year|"
            r"version|party|place|attempt|percentile|of \w+ (?:vendor|option)))",
            ordinal_made,
        ),
    )
)
