"""How people ask: the words that give away an aspect, a shape, a mood. Data, no logic."""

from __future__ import annotations

import re

ASPECT_HEADINGS: dict[str, dict[str, str]] = {
    "focus": {"role": "Focus", "tool": "What it is for", "skill": "What it is", "project": "Goal"},
    "responsibilities": {"role": "Responsibilities"},
    "day": {"role": "Day to day"},
    "deliverables": {"role": "Deliverables", "project": "What to show"},
    "skills": {"role": "Skills", "transition": "What is new", "tool": "What knowing it shows"},
    "tools": {"role": "Tools", "project": "Architecture"},
    "works with": {"role": "Works with"},
    "measured": {"role": "Measured by", "project": "Metrics"},
    "ways in": {"role": "Ways in"},
    "misunderstandings": {"role": "Misunderstandings"},
    "seniority": {"role": "What changes with seniority"},
    "pitfalls": {"skill": "Pitfalls", "transition": "The usual trap", "interview": "Mistakes",
                 "tool": "When not", "role": "Misunderstandings"},
    "carries over": {"transition": "What carries over"},
    "reframe": {"transition": "Same skill, another name"},
    "new": {"transition": "What is new"},
    "order": {"transition": "The order", "skill": "What to learn", "project": "Steps",
              "tool": "First steps", "role": "Ways in"},
    "duration": {"transition": "How long it takes", "skill": "How long it takes"},
    "proof": {"transition": "Evidence that convinces", "skill": "How to prove it",
              "project": "What to show", "tool": "What knowing it shows"},
    "instead": {"tool": "Instead of"},
    "not": {"tool": "When not"},
    "why": {"skill": "Why it matters", "tool": "What it is for", "transition": "In short",
            "role": "Focus", "project": "Goal"},
    "data": {"project": "Data"},
    "architecture": {"project": "Architecture"},
    "interview": {"interview": "Questions", "project": "Questions it raises"},
}  # fmt: skip
"""Aspect to the heading that answers it, by kind of page."""

CHOICE_OF_PROJECT = ("portfolio", "What should I build?")
"""The page and the heading that say which project to build."""

ASPECT_WORDS: tuple[tuple[str, str], ...] = (
    ("projects", r"(?:give me|which|what|any|some|good|best|side|pet|portfolio|example|sample|first|showcase|suggest|recommend|idea\w*|build) (?:\w+ ){0,2}projects?\b(?! is)|projects?\b.{0,30}\b(?:build|show|do|make|try|start|portfolio|cv|resume|idea)|portfolio|what (?:should|can|could|do|would) (?:i|we|you|one) build"),
    ("interview", r"interview|ask(?:ed)? me|whiteboard|take[- ]home"),
    ("day", r"day[- ]to[- ]day|daily|typical (?:day|week)|(?:do|does|doing|spend) all day|every day|day look|day in the life|a day of|routine"),
    ("duration", r"(?:so|that|too|how) long\b|how (?:long|many (?:months|weeks|hours|years))|how much time|(?:what|how much) time|time needed|when (?:could|can|will|would) i be|time does it take|take me to|in \d+ (?:months|weeks)|realistic timeline"),
    ("reframe", r"(?:is|are) already|same (?:skill|thing)s? (?:under|with|but|called)|another name|other names?\b|different names?\b|equivalent of"),
    ("carries over", r"(?:stay|remain|still)s? (?:useful|relevant|valuable)|(?:would|will|do|does) (?:count|help|transfer)|which of my (?:skills|habits|strengths)|what of my|skills? .{0,20}\b(?:remain|count|transfer)|carr(?:y|ies) over|transfer(?:able|s)?\b|already (?:know|have|do|bring)|re-?use|still useful|keep using|head ?start|advantage do i|useful from my"),
    ("new", r"new things|(?:never|not) (?:seen|done|heard)|new (?:to|for) me\b|(?:must|should|need to|have to|do) (?:i )?add\b|(?:what|which).{0,20}\b(?:missing|new for|lack|gaps?)\b|am i missing|don'?t (?:i )?know yet|skills? gap"),
    ("misunderstandings", r"misunderst|misconcept|myth|confus|wrong about|get wrong|overlap"),
    ("pitfalls", r"hardest (?:part|thing)|mistake|do(?:ing)? wrong|trips? up|stumbl|struggle|what breaks|pitfall|trap\b|traps\b|go(?:es)? wrong|avoid|watch out|danger|beware"),
    ("seniority", r"senior(?:ity)?|junior|staff\b|principal|promot|career ladder|level up|next level|levels?\b"),
    ("measured", r"measured|measures? (?:for|of)|metrics? (?:for|of) (?:success|my|the role|a)|kpi|evaluated|judged|success (?:look|mean|criteria)|performance review"),
    ("works with", r"(?<!want to )(?<!like to )(?<!love to )works? (?:closely )?with\b(?! data)|work(?:ing)? together|collaborat|hand(?:s|ed)? ?(?:over|off)|interact with|talk to|counterpart"),
    ("deliverables", r"deliver(?:able|s?\b)|outputs?\b|artifacts?|hand in|produces?\b"),
    ("proof", r"\bprove|\bproof|convince|evidence|demonstrate|show (?:that|it|off|employers|them|on)|hiring manager|stand out|credib"),
    ("instead", r"instead of|alternatives?|replacement|rather than|competitor|similar to|compare[ds]? to"),
    ("not", r"^\W*do (?:i|we) (?:really |even |actually )?need\b(?! to)|when (?:not|should i not|shouldn'?t)|wrong (?:choice|tool|idea)|bad idea|unsuitable|overkill|not use|avoid using|bad (?:for|choice|fit)|limits? of|downside|drawback"),
    ("order", r"road ?map|what (?:do|should) i (?:learn|do|study|pick up|start)|learn(?:ing)? path|(?:learn|study|do|start|go|come|tackle).{0,24}\b(?:first|next|order)|in (?:what|which) order|steps?\b|phases?\b|stages?\b|sequence|where (?:do|should|can) i (?:start|begin)|how (?:do|should|can|to) (?:i )?(?:begin|start)|how (?:do|should|can|to) (?:i )?(?:begin|start)|how (?:do|can|should|would|to|could).{0,30}\b(?:become|switch|move|transition|get into|break into|go from|learn|start|pivot|change)|path (?:to|from|into)|plan (?:to|for)|get started"),
    ("responsibilities", r"responsib|looks? after|takes? care of|duties|tasks?\b|accountable|in charge|what (?:do|does|would|will|did) .{0,40}\bdo\b|what (?:must|should|does|can) (?:an?|the|our|my) ?X .{0,20}\b(?:do|doing|handle|take care)\b|what is .{0,30}\bdoing\b|what (?:is|are) the (?:work|job) about|what they do\b|what (?:an? |the |our )?Xs? (?:actually |really |mostly )?do(?:es)?\b|the job of\b|job description|own(?:s)?\b"),
    ("tools", r"tools?\b|(?:which|what) software\b|tech(?:nolog(?:y|ies))?(?:nical)? ?stack|technolog|software (?:do|does|should)|framework|librar(?:y|ies)\b|platforms? (?:do|should|does)|stack\b"),
    ("skills", r"(?<!soft )skills?\b|need to (?:know|learn)|requirement|required|qualification|competenc|should i know|must i know|have to (?:know|learn)|what to (?:know|learn)"),
    ("ways in", r"ways? in\b|get in(?:to)?\b|background|degree|break in|enter(?:ing)?\b|entry|qualify|hired|coming from|come from|without experience|no experience"),
    ("focus", r"main focus|focus(?:es|ed)?\b|purpose|about\?$|goal of|used for|(?:good|useful) for|what .{0,30} for\?*$"),
    ("architecture", r"architecture|system design|components?"),
    ("data", r"data ?sets?\b|(?:which|what) data (?:do|should|can|could|is|are|to|would|does)\b|open data\b|where .{0,20}\bget data"),
    ("why", r"\bwhy\b|what'?s the point|reasons?\b|matters?\b|important"),
)  # fmt: skip

_I = re.IGNORECASE

GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|greetings|yo|howdy)(?: there| all| everyone| advisor)?\W*(?:(?:is )?any(?:one|body) (?:home|there)|how are you(?: (?:today|doing))?)?\W*$|^\W*how are you(?: (?:today|doing))?\W*$",
    _I,
)
THANKS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|cool|perfect|nice|awesome|super)\W+)*(?:thanks?|thank you|thx|ty|cheers|much appreciated)(?:\W+(?:a lot|so much|very much|for .{0,40}|that (?:helps|helped).{0,20}))*\W*$|^\W*(?:ok(?:ay)?|great|cool|perfect|nice|awesome|got it|makes sense|understood)\W*$",
    _I,
)
BYE = re.compile(
    r"^\W*(?:bye|goodbye|see you|ciao|good night)\b.{0,26}$|^\W*that'?s (?:all|it)\b.{0,20}(?:\b(?:bye|ciao|goodbye|night))?\W*$",
    _I,
)
CAPABILITIES = re.compile(
    r"what can (?:you|this|i ask)|who are you|about yourself|what are you\b|how (?:do|can|should) i use (?:this|it|you)\b|can you help me\b|how do(?:es)? (?:you|this) work|what do you (?:do|know)\W*$|help me\W*$|^\W*help\W*$|what (?:is|'s) this(?: (?:page|site|app|tool|bot|thing))?\W*$|are you (?:an? )?(?:ai|bot|robot|human|person|machine|chatgpt|real)|tell me (?:a |another )?joke",
    _I,
)
DISTRESS = re.compile(
    r"kill myself|suicid|end (?:it all|my life)|don'?t want to (?:live|be alive|go on)|want to die|self[- ]?harm|hurt(?:ing)? myself|can'?t go on|can'?t take (?:it|this) any ?more|(?:everything|it all|life) is hopeless|no reason to live",
    _I,
)
HOSTILE = re.compile(
    r"(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:previous|prior|above|all|your|the|these|earlier)\b.{0,30}\b(?:instruction|prompt|rule|guideline|direction|constraint)s?"
    r"|(?:reveal|show|print|repeat|output|display|leak|(?:tell|give|send) (?:me|us)|what (?:is|are|'s)).{0,30}\b(?:system prompt|your (?:initial |hidden |secret |system )?(?:prompt|instruction)s?|hidden (?:prompt|instruction)s?|your .{0,12}(?:api keys?|environment variables?|secrets?\b(?! to)|passwords?))"
    r"|(?:reveal|leak|dump|print|output|display) (?:me )?(?:all )?(?:the |your )?(?:api keys?|environment variables?|secrets?|passwords?)\b"
    r"|(?:other|another|previous|different) (?:user|session|visitor|person)(?:'?s)? .{0,30}(?:ask|said|chat|conversation|question|resume|history|profile|data)|what did (?:the )?(?:other|last|previous) (?:user|visitor|person)"
    r"|/etc/(?:passwd|shadow)|\.\./|file://|rm -rf|;\s*(?:drop|delete) table|<script|os\.system|subprocess|\beval\(|exec\(|import os\b|(?:run|execute) (?:this|the following) (?:command|code|script|shell)|(?:run|execute) an? .{0,12}(?:command|code|script|shell)\b.{0,20}\b(?:your|the|this) (?:server|machine|host)|(?:cat|ls|curl|wget) [/~.]|sudo "
    r"|you are now|pretend (?:to be|you)|(?:^\W*|\byou (?:to |should |must |will |now )?|\bplease |\bnow )act as (?:an?|if|my)|jailbreak|(?-i:\bDAN\b)|developer mode|<\|im_|\[/?INST\]|</?s>|(?:^|\n|#+ ?|\]\W*)(?:system|assistant)(?: (?:message|prompt|note|override))? ?:\s|as an unrestricted|without (?:any )?(?:restriction|filter)s"
    r"|(?:list|show|read|open|print|where are) (?:me )?(?:all )?(?:the |your )?(?:files|paths|director(?:y|ies)|folders?|config(?:uration)?|source code|logs?)(?: (?:on|of|in|from) (?:the |this |your )?(?:server|disk|machine|system|computer))?\W*$",
    _I,
)  # fmt: skip

COMPARISON = re.compile(
    r"\bvs\.?(?=\W)|\bversus\b|\bdiffer\w*|\bcompar\w*|\bdistinguish|\bdistinction|\bdiff\b|\bbetween\b|\bor\b|\bbetter\b|\bover\b|\bagainst\b|\bthan\b",
    _I,
)
DIFFERENCE = re.compile(
    r"\bvs\.?(?=\W)|\bversus\b|\bdiffer\w*|\bcompar\w*|\bdistinguish|\bdistinction|\bdiff\b|\bthe same (?:as|job|thing|role)|\boverlap",
    _I,
)
ALTERNATIVES = re.compile(
    r"\bor\b|\bvs\b|\bversus\b|\bover\b|\binstead of\b|\bbetter\b|\bbetween\b|\bthan\b", _I
)
CHOICE = re.compile(
    r"\bshould i\b|\bwhich (?:one|is|should|of|role|job|path|tool|would)|\bbetter\b|\bworth\b|\brecommend(?!er\b|ation (?:system|engine|model|project|case))|\badvis|\bchoose|\bpick\b|\bprefer|\bsuits?\b|\bfits?\b|\bbest\b|\beasier\b|\bgood idea|\bor\b.{0,40}\?|\binstead of\b",
    _I,
)
WHO = re.compile(
    r"^\W*(?:so |and |but )?who\b(?!(?: is| are|'s|s) an? )(?:'s| is| are)?|\bwhich (?:role|job|person|team|engineer|position|title)s?\b|\bwhose\b|\bwho (?:does|do|builds?|owns?|is responsible|takes?|handles?|monitors?|deploys?|should|would|usually)",
    _I,
)
FIT = re.compile(
    r"\b(?:fits?|suits?|for me|should i|right for|i like|i love|i enjoy|i hate|i prefer|easiest|hardest|best for|good for)\b",
    _I,
)
DEFINITION = re.compile(
    r"^\W*(?:so |and |ok |please )?(?:can you |could you )?(?:what(?:'?s| is| are| does| do you mean by)|who(?:'s| is| are) an?|define|explain|describe|meaning of|tell me about|eli5)\b",
    _I,
)
LISTING = re.compile(
    r"\b(?:which|what|list|name|give me|examples? of|enumerate)\b.{0,30}\b\w+s\b", _I
)
STEPS = re.compile(
    r"\bhow (?:do|can|should|would|to|could)\b|road ?map|\bsteps?\b|\bphases?\b|\bstages?\b|\border\b|\bpath\b|step[- ]by[- ]step|\bplan\b|\bget started\b|\bwhere (?:do|should) i (?:start|begin)",
    _I,
)
YES_NO = re.compile(r"^\W*(?:is|are|do|does|can|could|will|would|should|am|has|have|did)\b", _I)

TO_ROLE = re.compile(
    r"(?:become|becoming|be|into|to|towards?|switch to|move to|as|target(?:ing)?|want(?:ing)?|appl(?:y|ying) (?:as|for)|would like|looking for|hop(?:e|ing) for|interested in|aim(?:ing)? (?:for|at)|->|→|–>|=>|transition to|grow into|for)\s+(?:an?\s+|the\s+|being an?\s+)?$",
    _I,
)
OWN = re.compile(r"\bmy (?:\w+ )?$", _I)
EXPERIENCE = re.compile(r"\W+(?:skills?|experience|background|knowledge|know-?how)\b", _I)
"""Around a role in `my data engineering skills`."""
FROM_ROLE = re.compile(
    r"(?:(?:move|step|switch|jump|transition|path|role|job|option|easy|hard|good|right|realistic)\b.{0,12}\bfor (?:an?|me as an?)|i am|i'm|im|i m|i was|i've been|i work as|working as|used to be|currently|now|(?<!apply )(?<!applying )(?<!hired )(?<!job )(?<!work )as|(?<!differ )(?<!differs )(?<!different )from|former|background (?:in|as)|my job is|experienced|years (?:as|of|in)|my (?:role|title) is|being|i do|worked as|started as)\s+(?:an?\s+|the\s+|doing\s+|senior\s+|junior\s+|experienced\s+)*$",
    _I,
)

WORKS_WITH = re.compile(
    r"\b(?:i|we)(?:'ve| have| am|'m| was)?(?: \w+)? (?:run|ran|running|use|used|using|write|wrote|writing|build|built|building|do|did|doing|maintain\w*|operat\w*|manag\w*|administ\w*|work(?:ed|ing)? (?:with|on|in)|make|made|know|done|handled?)\b(?!.{0,60}\b(?:want|would like|learn|need|should|can|could|how|which|what)\b)[^?.;]{0,60}$",
    _I,
)
"""Before a skill or a tool that is somebody's daily bread."""

ASKS = re.compile(
    r"^\W*(?:and |or |so |but )?(?:what|how|why|which|when|where|who|whose|should|can|could|do|does|did|is|are|will|"
    r"would|tell|explain|compare|list|give|name|show|describe)\b",
    _I,
)
FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|so|no\b|sorry|actually|wait|i meant?|ok(?:ay)?|also|then|what about|how about|why|why not|which (?:one|of)|what else|anything else|more|tell me more|go on|continue|the (?:first|second|third|fourth|fifth|last|other|former|latter)|for (?:that|this|it|them)|in (?:that|this) case|same for|really|how so|how come|for example|such as|like what|elaborate|can you (?:elaborate|expand|explain)|give me an example|is (?:it|that)|are they|does it|do they|and if)\b",
    _I,
)
NEW_TOPIC = re.compile(
    r"\b(?:different|other|another|new|separate|unrelated) (?:question|topic|thing|subject)\b|\bsomething else\b|\bchang(?:e|ing) (?:the )?(?:topic|subject)",
    _I,
)
SWAP = re.compile(
    r"^\W*(?:and|but|or|ok(?:ay)?|so|then|no|sorry|actually|wait|what about|how about|i meant?|same (?:question )?for|for)\b",
    _I,
)
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|one|ones|there|he|she|both|either|neither|the (?:first|second|third|fourth|fifth|last|other|former|latter|role|job|tool|skill|project|two)s?)\b",
    _I,
)
ORDINAL = re.compile(
    r"\b(?:the |number |option |#)?(first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|latter|former)(?: (?:one|option|item|step|role|tool|skill|project|of (?:them|those|these)))?\b",
    _I,
)
COUNTED = re.compile(r"\b(?:step|phase|item|number|option|point|no\.?)\s*#?(\d{1,2})\b", _I)
SUPPOSE = re.compile(r"^\W*(?:and |but |so )?(?:what )?if\b", _I)
ORDINALS = {"first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "latter": -1, "third": 2, "3rd": 2,
            "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "sixth": 5, "last": -1}  # fmt: skip
AMONG = re.compile(
    r"which (?:one|of (?:them|those|these|the two|the three))|between (?:them|those|the two)|of (?:those|these|them)\b|(?:is|are) (?:easier|harder|better|best)\b",
    _I,
)
EASIER = re.compile(r"\b(?:easi|simpl|hard|quick|fast|short|soon|difficult)\w*", _I)
ONLY_WHY = re.compile(
    r"^\W*(?:but |and |so )?(?:why|how so|how come|why (?:is )?(?:that|so|not)|really)\W*$", _I
)
MORE = re.compile(
    r"^\W*(?:and )?(?:tell me more|more|go on|continue|what else|anything else|elaborate|can you (?:elaborate|expand).*|more details?|keep going|say more)\W*$",
    _I,
)

PAY = re.compile(
    r"\bsalar\w*|\bwages?\b|\b(?:get|be|is|are) paid\b|\bearn(?:s|ed|ing|ings)?\b(?! (?:its|their|trust|respect)\b)|\bcompensation|\bpay ?(?:check|slip|gap|rise|raise|bands?|scale|range|grade)"
    r"|(?:the|good|better|best|high|average|base|how much|starting|typical) pay\b|\bpays? (?:better|more|best|most|well)|\b(?:hourly|daily|day) rates?\b|how much (?:money )?(?:do|does|can|could|will|would) .{0,40}\b(?:make(?! use)|get paid|earn)\b",
    _I,
)
"""Pay, which the library keeps out on purpose."""

EVERYDAY: tuple[tuple[str, str], ...] = (
    (r"ppl|folks", "people"),
    (r"(?:people|social|interpersonal|personal) skills", "soft skills"),
    (r"(?:ml|machine learning) engineer(?:ing|s)?(?: ?/ ?| or )ai engineer(?:ing|s)?", "ML/AI engineer"),
    (r"certs?", "certificates"),
    (r"(?:job )?(?:adverts?|postings?|vacanc(?:y|ies)|openings?|advertisements?|listings?)", "job ads"),
    (r"bosses|boss|higher[- ]ups|c-?level|executives?|non-?tech(?:nical|ies)? (?:people|colleagues|folks|audience)", "managers and stakeholders"),
    (r"cvs?(?! (?:engineer|dev|developer|model)s?)|curriculum vitae", "résumé"),
    (r"fine-?tun(?:e|ed|es|ing)|finetun(?:e|ed|es|ing)", "fine-tuning"),
    (r"docto(?:rate|ral degree)", "PhD"),
    (r"uni(?:versity)? (?:degree|diploma)|(?:bachelor|master)'?s(?: degree)?", "degree"),
    (r"(?:doomed|dead|dying(?: out)?|obsolete|extinct|going away|(?:automated|automate(?:d)? us|replaced) away|made redundant|taken over by (?:ai|chatgpt|llms?)|killed by (?:ai|chatgpt|llms?))", "replaced by AI"),
    (r"(?:doomed|dead|finished|over) (?:because of|since|due to|after|with) (?:ai|chatgpt|gpt|llms?)", "replaced by AI"),
    (r"chatgpt|copilot|claude|gpt-?\d?", "AI assistants"),
    (r"ad-?hoc", "ad hoc"),
    (r"(?:pager|night|weekend)(?: (?:duty|duties|shifts?|calls?))", "on-call duty"),
    (r"pagers?|standby", "on-call duty"),
    (r"overworked|exhausted|burn(?:t|ed|ing) ?out", "burnout"),
    (r"wfh|home ?office|working from home|from home", "remote work"),
    (r"leet ?code|hacker ?rank|algo(?:rithm)?s? puzzles?", "coding exercises in interviews"),
    (r"too old|(?:too late )?at (?:my age|(?:3[5-9]|[4-6]\d)(?: years?(?: old)?)?)|in my (?:forties|fifties|40s|50s)", "too late at 40 or 50"),
    (r"for (?:dummies|noobs?|newbies?|beginners?|a child|my grandma|a five year old)|like i'?m (?:5|five)|in (?:simple|plain|layman'?s?) (?:words|terms|english)", "explained simply"),
    (r"noobs?|newbies?|total beginners?", "beginners"),
    (r"(?<!data )(?<!business )(?<!quality )(?<!bi )(?<!product )analysts?(?:'s)?(?! (?:engineer|report))", "data analyst"),
    (r"stats", "statistics"),
    (r"maths?", "mathematics"),
    (r"algos?", "algorithms"),
    (r"infra", "infrastructure"),
    (r"(?:in )?prod", "production"),
    (r"dataviz|data viz", "data visualization"),
    (r"repos?", "repository"),
    (r"red flags?|warning signs?|alarm signs?", "red flags"),
    (r"white ?boarding", "whiteboard interview"),
    (r"(?:home ?work|assignments?|take ?homes?)(?= (?:for|in|of|from) (?:the |an? )?(?:interview|company|employer))", "take-home assignment"),
    (r"laid off|layoffs?|got fired|lost my job|unemployed", "out of work after a layoff"),
    (r"self[- ]?taught|auto-?didact", "without a degree, self-taught"),
    (r"career break|parental leave|maternity leave", "career break"),
    (r"(?:(?:my|the|two|three|small|young) )?(?:kids?|children)|(?:my|a) family", "family and little time"),
    (r"(?:not|don'?t|do not|doesn'?t) (?:fit|meet|fulfil\w*|match|tick|have) (?:all|every\w*|each)(?: of)?(?: the)?(?: requirements?| boxes| skills?)?", "lack some of the requirements"),
    (r"mass[- ]?appl(?:y|ying|ications?)|spray and pray", "many applications"),
)  # fmt: skip
"""What people say, and the library's words for it; whole words only."""

OUTSIDE = re.compile(
    r"becom(?:e|ing) an? (?:\w+ )?(?:nurse|teacher|lawyer|doctor|pilot|accountant|chef|therapist|psychologist|dentist|plumber|electrician|pharmacist)\b|pass(?:ing)? (?:score|mark|rate)|(?:exam|licen[cs]e|ticket) (?:fees?|costs?|prices?)|parental leave|unemployment rate|blue card|(?:work|residence) permit|layoffs? at\b|\b(?:hourly|daily|day) rates?\b|\bvacation|holiday entitlement|\bpay gap|market share|\bcoined\b|carbon footprint|how many (?:employees|people|users|customers|companies)|\bdoes (?:Google|Netflix|Amazon|Meta|Apple|Microsoft|OpenAI|Uber|Spotify)\b|\b(?:Google|Netflix|Amazon|Meta|Apple|OpenAI)\b.{0,30}\b(?:interview|hire|ask)|"
    r"\bsalar\w*|\bwages?\b|\b(?:get|be|is|are) paid\b|\bpay(?:check|slip)|\b(?:good|better|best|high|how much) pay\b|\bearn\w*|compensation|\b(?:signing|annual|yearly|cash) bonus|\bbonuses\b|stock options?"
    r"|\bprices? (?:of|for|per|list)\b|\bpricing\b|how much (?:does|do|is|are|money)|discount"
    r"|\bfounder|\bfounded\b|\binvent(?:ed|or)\b(?! models)|who(?:'s| is| was) the (?:CEO|head)|\bCEO of\b|headquarter|release date|first released|come out\b|(?:what|which) year|when was|who (?:made|created|owns|founded)"
    r"|\bvisas?\b|H-?1B|recruit\w+ agenc|head ?hunter|how many .{0,40}(?:live|exist|are there)"
    r"|\bin (?:Berlin|London|Paris|India|Germany|the US|USA|UK|Canada|Dubai|Singapore|Peru|Zurich|Amsterdam|NYC|New York|San Francisco|Europe)\b",
    _I,
)
"""Pay, prices, people, dates and places: what the library keeps out on purpose."""

JOB = re.compile(
    r"\b([a-z][\w-]*)[ -]+(nurse|lawyer|attorney|designer|representative|teacher|tester|accountant|architect|"
    r"manager|engineer|developer|analyst|scientist|consultant|programmer|administrator|admin|clerk|driver|"
    r"doctor|pilot|writer|journalist|editor|trader|banker|recruiter|coach|technician|artist|animator|"
    r"translator|officer|agent|master|owner|specialist|hacker|trainer|partner|gardener|steward|assistant|"
    r"controller|planner|surveyor|buyer)s?\b",
    _I,
)
"""(kind, worker) of a job: `game designer`."""
NO_KIND = frozenset(
    "the a an my your our their this that some any which what who how best good junior senior new other own "
    "same first next lead another every each normal regular technical x".split()
)
"""Words before a worker that make no kind of job."""
PROPER_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][A-Za-z]{3,}|\b[A-Z][a-z]+[A-Z]\w+")
"""A capital within a sentence or within a word."""

EMPTY_WORDS = frozenset(
    [
        "x",
        "tell",
        "explain",
        "describe",
        "define",
        "mean",
        "means",
        "meaning",
        "difference",
        "different",
        "differ",
        "between",
        "comes",
        "compare",
        "versus",
        "vs",
        "better",
        "best",
        "good",
        "bad",
        "easy",
        "easier",
        "hard",
        "harder",
        "use",
        "used",
        "uses",
        "using",
        "want",
        "wants",
        "wanted",
        "need",
        "needs",
        "needed",
        "thing",
        "things",
        "way",
        "ways",
        "kind",
        "kinds",
        "type",
        "types",
        "lot",
        "job",
        "jobs",
        "role",
        "roles",
        "person",
        "people",
        "someone",
        "know",
        "learn",
        "learning",
        "learned",
        "study",
        "start",
        "started",
        "become",
        "becoming",
        "work",
        "works",
        "working",
        "day",
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "hour",
        "hours",
        "time",
        "long",
        "first",
        "second",
        "next",
        "now",
        "today",
        "currently",
        "help",
        "question",
        "questions",
        "impress",
        "impressive",
        "build",
        "built",
        "advice",
        "advise",
        "give",
        "show",
        "list",
        "name",
        "example",
        "examples",
        "make",
        "makes",
        "doing",
        "done",
        "look",
        "looks",
        "like",
        "likes",
        "liked",
        "love",
        "hate",
        "enjoy",
        "prefer",
        "think",
        "feel",
        "choose",
        "pick",
        "recommend",
        "suggestion",
        "suggest",
        "fit",
        "fits",
        "right",
        "wrong",
        "exactly",
        "actually",
        "basically",
        "simple",
        "short",
        "briefly",
        "quick",
        "please",
        "thanks",
        "hello",
        "career",
        "careers",
        "field",
        "switch",
        "move",
        "moving",
        "transition",
        "change",
        "get",
        "getting",
        "go",
        "going",
        "come",
        "take",
        "takes",
        "say",
        "says",
        "ok",
        "okay",
        "bit",
        "little",
        "new",
        "old",
        "big",
        "small",
        "main",
        "important",
        "typical",
        "usually",
        "really",
        "just",
        "still",
        "worth",
        "possible",
        "able",
        "sure",
        "guess",
        "maybe",
        "kinda",
        "hey",
        "lol",
        "im",
        "dont",
        "cant",
        "whats",
        "hows",
        "isnt",
        "doesnt",
        "should",
        "must",
        "include",
        "includes",
        "including",
        "included",
        "involve",
        "involves",
        "involved",
        "consist",
        "consists",
        "cover",
        "covers",
        "contain",
        "anyone",
        "else",
        "stuff",
        "etc",
        "vs",
        "us",
        "one",
        "two",
        "three",
        "four",
        "five",
        "both",
        "either",
        "any",
        "every",
        "each",
        "whole",
    ]
)
"""Words that carry no topic of their own in a question about a career."""

FOREIGN: dict[str, frozenset[str]] = {
    "Spanish": frozenset(["hay", "cuales", "como", "que", "aprender", "necesito", "mi", "debo", "primero", "ingeniera", "científico", "cientifico", "cuanto", "tiempo", "hago", "hacer", "entre", "tengo", "qué", "cuál", "cuáles", "cómo", "cuánto", "quién", "quiero", "puedo", "para", "entre", "diferencia", "una", "los", "las", "del", "es", "y", "el", "ser", "soy", "con", "por", "más", "qué", "hace", "un", "ingeniero", "de", "datos", "trabajo"]),
    "French": frozenset(["fait", "faire", "dois", "apprendre", "quoi", "est", "mon", "ma", "au", "combien", "temps", "pas", "en", "être", "ingénieur", "données", "travail", "premier", "quelles", "quel", "quelle", "quelles", "comment", "est-ce", "que", "pour", "une", "les", "des", "du", "dans", "avec", "je", "suis", "veux", "devenir", "entre", "différence", "et", "le", "la", "métier", "qu'est-ce", "un"]),
    "German": frozenset(["macht", "den", "dem", "ganzen", "tag", "kann", "mir", "mich", "zu", "von", "auch", "nach", "wird", "muss", "brauche", "gibt", "oder", "wieviel", "lange", "dauert", "beruf", "lerne", "was", "wie", "welche", "welcher", "ist", "der", "die", "das", "ein", "eine", "ich", "bin", "werden", "möchte", "zwischen", "unterschied", "und", "für", "mit", "nicht", "warum", "soll", "lernen", "zuerst"]),
    "Portuguese": frozenset(["faz", "aprender", "preciso", "meu", "que", "é", "devo", "primeiro", "quanto", "tempo", "cientista", "uma", "entre", "ser", "qual", "quais", "como", "para", "uma", "os", "as", "entre", "diferença", "sou", "quero", "com", "não", "um", "engenheiro", "dados", "são", "eu", "você", "fazer"]),
    "Italian": frozenset(["fa", "imparare", "devo", "mio", "è", "quanto", "tempo", "ingegnere", "dati", "prima", "lavoro", "quale", "quali", "come", "per", "una", "gli", "differenza", "tra", "sono", "voglio", "con", "che", "cosa", "il", "di", "diventare", "un", "fare"]),
}  # fmt: skip
SHARED_WITH_ENGLISH = frozenset(
    [
        "as",
        "a",
        "an",
        "in",
        "on",
        "no",
        "me",
        "more",
        "do",
        "to",
        "die",
        "was",
        "per",
        "come",
        "son",
        "is",
        "he",
        "son",
        "come",
        "die",
        "as",
        "data",
        "pipeline",
        "um",
        "i",
    ]
)
