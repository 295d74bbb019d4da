"""How people and ads say what they have, want, lack or ask for. Data, no logic.

Patterns are tried in the order in which they stand; all ignore case. In the text that they see, the
names of skills and tools are blanked, so that no cue is found inside a name.
"""

# ruff: noqa: E501 - a pattern is easier to read whole than broken

from __future__ import annotations

import re
from typing import Literal

_I = re.IGNORECASE
HOLE = "\x00"
"""What stands for each character of a name."""

_OF_WHICH = (
    rf"(?=(?:(?:any|prior|previous|real|formal|production|professional|commercial|practical|actual"
    rf"|direct|relevant|significant|serious|hands-on|working|in-depth|\w+ or)\s+){{0,2}}"
    rf"(?:{HOLE}|(?:[\w-]+\s+)?(?:experience|knowledge|exposure|background|idea|clue|skills?|training"
    rf"|education|practice|understanding|exp)\b|(?:knowing|having|using|ever)\b))"
)
"""What must follow for a `no` to be about a skill, and not about downtime or budgets."""

# what a person has

CUES: tuple[tuple[str, str], ...] = (
    # said with a "not" that denies nothing
    ("have", r"(?:\bnot|\b\w*n['’]t) (?:only|just|merely|simply|limited)\b|\bno (?:stranger|problem)s?\b"
             r"|\bnothing but\b|\b(?:can['’]?t|cannot|couldn['’]?t)\b[^.;]{0,20}\bwithout\b"
             r"|\bnot (?:afraid|scared|new|an? (?:beginner|novice|stranger))\b|\bnever (?:stop\w*|tire\w*)"),
    ("partly", r"\b(?:have|has|had)(?:n['’]?t| not) (?:used|touched|written|done|worked (?:with|in|on))\b[^.;,]{0,40}\b(?:in|for) (?:years|ages|months|a (?:long )?(?:time|while)|\w+ years)\b"
               r"|\b(?:not|never|\w*n['’]t)\b[^.;,]{0,40}\b(?:professionally|commercially|at work|on the job|in anger)\b"
               r"|\b(?:not|n['’]t|isn['’]t) (?:an? |yet )?(?:very|so|too|that|much|a lot|expert|great"
               r"|really|particularly|deeply?|fully|advanced|fluent|strong|good)\b|\bno longer\b"
               r"|\bnot much\b|\b\w*n['’]t (?:have|know|use|do) (?:very |that |too |so )?(?:much|a lot|many)\b|\bno (?:deep|advanced|expert|in-depth)\b"),
    ("none", rf"\b(?:no|without|w/o|zero|0)\s+{_OF_WHICH}|\bnot\b|\bnever\b|\w*n['’]t\b"
             r"|\b(?:do|have|did|does|can|could|is|was|has)nt\b|\bcannot\b|\black(?:s|ing|ed)?\b"
             r"|\bmissing\b|\byet to\b|\bunfamiliar\b|\bnew to\b|\bneither\b|\bnor\b|\bnobody\b|\bno one\b|\bnone of us\b|\bgaps?\b|\bnone\b"
             r"|\bknow what\b|\bheard (?:of|about)\b|\bread about\b|\bknow (?:of|that)\b"
             r"|\ball but\b|\banything but\b|\bclueless\b|\bavoid\w*|\buncomfortable\b|\bread (?:the|some|up|an?)\b|\b(?:asked|quizzed|questioned)\b[^.;,]{0,12}\b(?:about|on)\b|\b(?:0|zero) (?:years?|yrs?|months?)\b"),
    ("except", r"\bexcept(?: for)?\b|\bapart from\b|\baside from\b"),
    ("ignore", r"\b(?:looking for|seeking|want|need|prefer|love|like)\s+(?:an?\s+)?(?:[\w-]+\s+){0,3}?(?:job"
               r"|role|position|opportunit\w+|company|team)\b|\b(?:instead of|rather than|unlike"
               r"|alternatives? to|similar to|compared (?:to|with)|if|whether)\b"),
    ("partly", r"\b(?:want|like|love|hope|plan|aim|need|trying|wish|going)\w*\s+to\s+(?:deepen"
               r"|improve|strengthen|expand|extend|polish|refresh|brush up|get better|do more"
               r"|use more|work more|grow)\b|\bdeepen\w*|\bbrush(?:ing)? up\b|\brefresh(?:ing)?\b"),
    ("learning", r"\b(?:want(?:s|ed|ing)?|wish|hop(?:e|ing)|plan(?:s|ning)?|aim(?:ing)?|intend"
                 r"|eager|keen|excited|aspir\w+|going|would (?:like|love)|['’]d (?:like|love)"
                 r"|looking|trying|wanna|willing|ready)\b\s*(?:to\b|forward to\b|:)"
                 r"|\bnext\s*(?:step|goal|up)?\s*(?:is\b|:)|\bwanna\b|\b(?:I|we) need\b(?! to)|\b(?:need|have|ought|must|should|will|shall|to)\s+"
                 r"(?:to\s+)?(?:learn|study|pick up|get into|start)\b|\b(?:learning|studying"
                 r"|exploring|picking up|getting into|diving into|teaching myself|starting with"
                 r"|starting out|getting started)\b|\binterest(?:ed|s)?\b|\bcurious\b|\breading (?:up )?(?:on|about)\b"
                 r"|\bjust (?:start|beg[aiu]n)\w*|\b(?:I|we)(?:['’]ll| will| shall)\b|\b(?:prepar(?:e|ing)|prepping|signed up) for\b|\bworking towards?\b|\bon my (?:to-?do )?(?:list|radar|roadmap)\b|\bexcited about\b|\benrolled\b|\bin progress\b"
                 r"|\btaking an?\b[^.;,]{0,20}\bcourse\b"),
    ("partly", r"\bfamiliar(?:ity)?\b|\bsome(?:what)?\b(?! of)|\bbasics?\b|\bbeginner\w*\b|\bnovice\b"
               r"|\belementary\b|\bintro(?:duct\w+)?\b|\blimited\b|\blittle\b|\ba bit\b|\bbit of\b"
               r"|\bexpos(?:ure|ed)\b|\btouched\b|\bdabbl\w+|\btinker\w*|\bplay(?:ed|ing)?\b[^.;,]"
               r"{0,10}\bwith\b|\btried\b|\btoyed\b|\b(?:working|general|theoretical|passing) "
               r"knowledge\b|\bin theory\b|\btheoretical\w*|(?<!deep )(?<!strong )(?<!solid )"
               r"(?<!thorough )(?<!good )(?<!great )\bunderstand(?:ing)?\b|\baware\w*"
               r"|\bhelp(?:ed|ing)\b|\bassist\w+|\bshadow\w+|\boccasional\w*|\bsometimes\b|\brarely\b"
               r"|\bseldom\b|(?<!at )\bonce\b|\blight(?:ly)?\b|\bcoursework\b|\b(?:courses?|tutorials?|bootcamps?"
               r"|workshops?)\s*(?:on|in|about|for|:)|\brusty\b|\bforgot\w*|\bweak\w*|\bstruggl\w+|\bpassionate\b"
               r"|\b(?:I|we) used to (?:use|know|work|write|do|code|program)\b|\b(?:my|our) team"
               r"(?: \w+)? us(?:es?|ed|ing)\b|\bwe (?:use[ds]?|had|have|r[au]n)\b|\bless\b(?! than)"),
    ("have", r"\b(?:us(?:e|es|ed|ing)|buil\w+|develop\w*|design\w*|wr(?:ote|it\w+)|work(?:s|ed|ing)?"
             r"(?= (?:with|on|in)\b)|experience[ds]?|proficien\w+|expert\w*|strong|solid|deep"
             r"|advanced|fluen\w+|skill\w*|good|great|excellent|comfortable|confident|kn(?:ow|ew)\w*"
             r"|implement\w*|deploy\w*|maintain\w*|manag\w*|led|own\w*|creat\w*|automat\w*"
             r"|migrat\w*|optimi\w*|r[au]n(?:ning)?|daily|years?|certifi\w*|hands-on|intermediate"
             r"|master\w*|set up|taught|learn(?:ed|t)|administ\w+|introduc\w+|speciali\w+|did|done"
             r"|ha(?:ve|s|d)|i['’]ve|production|a lot|lots|most|mostly|best|more of|more into)\b"),
    ("break", r"[;]|\b(?:but|although|though|however|while|whereas|nevertheless|still|with the exception)\b"
              r"|,\s*yet\b|\s[–—-]\s|\s[|•·]\s|[()]|,\s*(?=(?:and |so )?(?:I|we)\b)|,\s*(?=(?:only|just|instead|now)\b)|\band\s+(?=(?:I|we)\b)|[.!?](?=\s|$)"),
    ("comma", r",|\band\b|/|\+|&"),
)  # fmt: skip
CUE = re.compile("|".join(f"(?P<{kind}{n}>{cue})" for n, (kind, cue) in enumerate(CUES)), _I)

DETERMINER = re.compile(
    r"(?:no|without|w/o|zero|0)\s*|not|some|basics?|limited|little|a bit|bit of|beginner\w*|except",
    _I,
)
"""Cues that belong to the next name; at the head of a sentence they reach over the whole list."""
IN_A_LIST = re.compile(r"(?:[\s,/&+]|\b(?:and|or|nor|also)\b)*", _I)
"""What stands between two names of one list."""
LIST_GOES_ON = re.compile(r"^[^.;()]*?\b(?:n?or)\b", _I)

_THEN = r"^(?:\s+(?:experience|knowledge|skills?|exposure|background|expertise))?"
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("have", re.compile(
        r"^\s*[-–:]?\s*no (?:problem|issue)|^[^.;]{0,20}\bI (?:already |do )?know (?:it|them)\b", _I)),
    ("none", re.compile(
        rf"{_THEN}\s*(?:[:(\[–—-]|is|are|as|=)?\s*(?:no\b(?!\w)|none\b|not yet|never\b|0\b(?![./]\d)|zero\b"
        rf"|n/a|missing|non-?existent|lacking|✗|✘|❌)|{_THEN} (?:is|are) (?:\w+ )?new to me\b"
        r"|^\?\s*(?:no|never|not yet)\b"
        r"|^,?\s*(?:which |that )?I (?:have |['’]ve )?(?:never|don['’]?t|do not|haven['’]?t)\b", _I)),
    ("learning", re.compile(
        rf"{_THEN}\s*[:(\[–—-]?\s*(?:is |are )?(?:currently |still |now )?(?:learning|in progress|planned"
        r"|next\b|wish|to learn|want|on my (?:to-?do )?(?:list|radar)|studying|soon)|^[^.;,]{0,30}\b(?:need|want|have|plan|hope|going)"
        r" to learn\b", _I)),
    ("partly", re.compile(
        rf"{_THEN}\s*[:(\[–—-]?\s*(?:is |are |at |as )?(?:an? |only |still |my )?(?:very |rather |quite )?(?:basics?|beginner"
        r"|novice|limited|rusty|a little|little|a bit|elementary|intro\w*|familiar|exposure|fundamentals"
        r"|entry|some|theory|coursework|101|tutorial|course|class|bootcamp|workshop|weak|poor|shaky|bad)\b"
        r"|^[^.;,()]{0,30}\b(?:years?|while|long|time) ago\b|^[^.;,()]{0,20}\bany ?(?:more|longer)\b"
        r"|^[^.;()]{0,24}\b(?:at|in|from|during) (?:my )?(?:university|uni|college|school|studies"
        r"|an? (?:\w+ )?(?:course|class|bootcamp|tutorial))\b|^(?!\s*(?:and|or)\b)[^.;,\x00]{0,12}\ba (?:little|bit)\b"
        r"|^\s*(?:only )?(?:once|twice|briefly|occasionally|sometimes)\b|^\s*(?:not (?:so|that|as|too|very) much|less so)\b"
        r"|^[^.;()]{0,12}\bfrom (?:an?|one|two|some|a few|a couple of) (?:\w+ )?(?:scripts?|notebooks?|experiments?|videos?|books?|courses?|tutorials?|toy|weekend|side)\b"
        r"|^[^.;()]{0,30}\b(?:nothing|never|not) (?:yet )?in production\b", _I)),
)  # fmt: skip
"""What stands behind a name and decides about it alone."""
OF_ALL = re.compile(r"^\s*(?:both |all )?(?:are|were)\b", _I)
"""Behind the last name of a list: what is said there is said of all of them."""
RATING = re.compile(r"^\s*[:(–-]?\s*(?:(\d{1,2})\s*/\s*(5|10)\b|(\d{1,3})\s?%|([★●⬤■]+)([☆○◯□]+))")

OWNERS = (
    r"teams?|squads?|groups?|departments?|guilds?|engineers|developers|devs|people|folks|guys|crew|experts"
    r"|specialists|consultants|admins|administrators|analysts|scientists|architects|colleagues"
    r"|vendors?|licen[cs]es?|summit|conference|meetups?|users|jobs?|positions?|ads?|recruit\w*"
)
OTHERS_AFTER = re.compile(
    rf"^(?:['’]s)?(?:[\s-]+(?:platform|data|core|support|ops|infra\w*|and|&|{HOLE}+)){{0,3}}[\s-]+(?:{OWNERS})\b",
    _I,
)
"""`the Airflow team`: somebody else's."""
OWN_TEAM = re.compile(
    r"\b(?:(?:member|part|lead|head) of|on|in|led|lead|leading|joined|ran|built|founded)\s+"
    r"(?:the |our |my |an? )?(?:\w+\s+){0,2}$",
    _I,
)
OTHERS_BEFORE = re.compile(
    rf"(?:\ban? (?:[\w-]+ ){{1,3}}(?:on|in|at) (?:my|our|the) (?:team|company)\b|\b(?:colleagues?|co-?workers?|compan(?:y|ies)|clients?|customers?|employers?"
    rf"|departments?|managers?|boss|others|someone|somebody|everyone|vendors?|ads?|jobs?|roles?"
    rf"|positions?|postings?|companies|market|industry|wife|husband|partner|friend)"
    rf"|\b(?:our|my) (?:[\w-]+\s+)?(?:engineers|scientists|developers|admins)"
    rf"|\b(?:the|their|another|other|platform|data|ops|infra\w*|ml|backend|it|bi)\s+(?:[\w-]+\s+)?"
    rf"(?:teams?|engineers|scientists|developers|people|guys))\b[^.;,]{{0,30}}?\b(?:use[sd]?|runs?"
    rf"|ran|kn[oe]ws?|own(?:s|ed)?|manage[sd]?|require[sd]?|wants?|ask(?:s|ed)?|needs?|handle[sd]?"
    rf"|train(?:s|ed)?|wr[io]tes?|codes?|coded|develop(?:s|ed)?|operate[sd]?|host(?:s|ed)?|test(?:s|ed)?"
    rf"|configure[sd]?|administer(?:s|ed)?|set up|monitor(?:s|ed)?|model(?:s|ed)?|create[sd]?"
    rf"|do(?:es)?|did|maintain\w*|built|builds?|deploy\w*|mention\w*|sa(?:ys?|id)|list(?:s|ed)?|prefer\w*|has|have"
    rf"|is on|are on|works? (?:with|on))\b[^.;]*$"
    rf"|\b(?:deployed|run|built|maintained|operated|hosted|managed|owned|trained|written|handled) by "
    rf"(?:(?:our|the|another|their|an?)\s+)(?:[\w{HOLE}-]+\s+){{0,3}}?(?:{OWNERS})\b[^.;]*$"
    rf"|\b(?:work\w*(?: closely)? (?:with|alongside)|support\w*|alongside|liais\w+ with"
    rf"|coordinat\w+ with|collaborat\w+ with|partner\w* with|hand\w*(?: [\w{HOLE}-]+){{0,3}}? (?:over |off )?to|hir(?:ed|ing)"
    rf"|recruit\w*|s(?:old|ell\w*)|report\w* to)\s+(?:[\w{HOLE}-]+\s+){{0,4}}?(?:{OWNERS}),?\s+(?:who|that"
    rf"|which|using|running|on|in charge of|responsible for|owning)\b[^.;]*$"
    rf"|(?<!was )(?<!got )(?<!am )\b(?:hir(?:ed|ing)|recruit\w*|s(?:old|ell\w*|elling)|resold)\s+"
    rf"(?!as\b|for\b|by\b|to\b)(?:[\w-]+\s+){{0,2}}$",
    _I,
)  # fmt: skip
"""Somebody else has, runs or asks for it."""
THIRD_PERSON = re.compile(
    r"\b(?:they|she|he|xe|ze|ey|fae|it)\b[^.;,]{0,30}?\b(?:use[sd]?|runs?|ran|kn[oe]ws?|own(?:s|ed)?"
    r"|manage[sd]?|handle[sd]?|do(?:es)?|did|maintain\w*|built|builds?|deploy\w*|set up|wrote|writes?|has|have|had"
    r"|train(?:s|ed)?|codes?|coded|develop(?:s|ed)?|operate[sd]?|host(?:s|ed)?|test(?:s|ed)?|configure[sd]?)\b[^.;]*$",
    _I,
)
"""Somebody else, in a text that says `I`; in a biography it is the person."""
DONE_BY = re.compile(
    r"^(?:,? (?:which|that))? (?:is|are|was|were) (?:\w+ )?(?:maintained|run|owned|managed|operated|handled|used|built) by\b"
    r"(?! (?:me|us|myself)\b)|^ belongs? to (?!me\b)|^ (?:is|are) used (?:in|at|across)\b",
    _I,
)
"""`Airflow is run by the platform team`."""
LIKE_IT = re.compile(
    r"^-?(?:like|style|esque|ish|inspired|alternatives?)\b|^[- ](?:style|like)\b", _I
)

LABEL = re.compile(
    r"^\W{0,4}([A-Za-z][A-Za-z/&'’-]*(?: [A-Za-z/&'’-]+){0,4})\s*(?::|\||$|(?<=\S)\s{2,})"
)
HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("learning", re.compile(r"^(?:(?:currently |now |still )?learning(?: goals?)?|(?:want |would like )?to learn|interests?|hobbies|future(?: goals)?|goals?|next(?: steps)?|on my list|wish ?list|exploring|studying)$", _I)),
    ("none", re.compile(r"^(?:no|not|never|uncomfortable|missing|gaps?|lacking|no experience(?: with| in)?|not yet|don'?t (?:have|know)|unknown)$", _I)),
    ("partly", re.compile(r"^(?:basics?(?: knowledge| skills)?|beginner|familiar(?: with|ity)?|exposure(?: to)?|working knowledge|some experience|coursework|(?:relevant )?courses?|moocs?|novice|elementary|limited)$", _I)),
    ("have", re.compile(r"^(?:.*skills?|.*experience|employment.*|work history|career|education.*|(?:\w+ )?projects?|certifi\w+.*|summary|profile|about me|tools?.*|technolog\w+.*|tech(?:nical)? stack|languages?|programming.*|publications?|yes|daily|comfortable|advanced|expert|proficient|strong|fluent|intermediate|libraries|frameworks?|databases?|cloud|have|know|achievements?|responsibilities|volunteering|awards?)$", _I)),
)  # fmt: skip

AD_LINE = re.compile(
    r"\bwe(?:['’]re| are) (?:currently |now )?(?:looking|hiring|seeking|searching|recruiting)\b"
    r"|\b(?:we|our client|the company) (?:seeks?|offers?|expects?|requires?)\b"
    r"|\byou(?:['’]ll| will| should| must| have| are|['’]re|r (?:profile|tasks|mission|responsibilities|background|skills|qualifications))\b"
    r"|\bwhat (?:you|we)(?:['’]ll| will| bring| need| offer| have| do| are looking)\b|\bwho you are\b"
    r"|\babout (?:the (?:role|job|position|team|company)|us)\b|\bjob (?:description|title|summary|posting|ad)\s*:?"
    r"|\b(?:ideal|successful|right) candidate\b|\bcandidates? (?:must|should|will|with)\b|\bmust[- ]haves?\b"
    r"|\bnice[- ]to[- ]haves?\b|\b(?:minimum|preferred|basic|required) (?:qualifications|requirements|skills)\b"
    r"|^\W*requirements\W*$|\bequal[- ]opportunity\b|\bapply (?:now|today|here|by|via|online)\b|\bjoin (?:us|our)\b"
    r"|\bis (?:a plus|required|mandatory|preferred)\b|\bas (?:a|an|our) [\w /-]{3,40}, you\b",
    _I,
)  # fmt: skip
"""A line that an ad has and a person does not write about themselves."""
FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|myself|me)\b")
DATES = re.compile(
    r"\b(?:19|20)\d\d\s*(?:[-–—]|to|until)\s*(?:(?:19|20)\d\d|present|now|today|current)\b", _I
)

NOW = re.compile(r"\b(?:present|current(?:ly)?|now|today|ongoing|since)\b", _I)
TOWARD = re.compile(
    r"\b(?:become|becoming|into|towards?|aspiring|aspire\w*|transition\w*|switch\w*|mov(?:e|ing)|pivot\w*|target(?:ing)?(?: role)?|goal|dream (?:job|role)|looking for|seeking|apply(?:ing)?|applied|want(?:s|ed|ing)?|would like|aim\w*|interested in|hop(?:e|ing)|plan\w*|next role|desired)\b[^.;]{0,40}$",
    _I,
)  # fmt: skip
"""Words in front of the role that a person wants."""
BEING = re.compile(
    r"(?:\b(?:i am|i['’]m|im|i work as|working as|work as|currently|now|my (?:role|title|job) is|employed as|being|from|i was|former|worked as|years? (?:as|of)|experience as|background (?:as|in))\s+(?:an?\s+|the\s+|being an?\s+)?(?:(?:senior|junior|lead|principal|staff|mid-level|experienced|entry-level)\s+)*|^\W*(?:(?:senior|junior|lead|principal|staff|mid-level|experienced|freelance|sr\.?|jr\.?)\s+)*)$",
    _I,
)  # fmt: skip
"""Words in front of the role that a person has, the head of a line included."""
HOURS = re.compile(
    r"\b(\d{1,2})\s*(?:[-–]|to)?\s*(?:\d{1,2})?\s*(?:h|hrs?|hours?)\s*(?:/|a|per|each|every|of study (?:a|per))?\s*(?:week|wk|weekly)\b",
    _I,
)

LIKES = re.compile(
    r"\b(?:like|love|enjoy|prefer|passionate|fond|happiest|motivated by|drawn to|rather)\w*\b", _I
)
DISLIKES = re.compile(
    r"\b(?:hate|dislike|avoid|bored|tired of|rather not|can['’]?t stand|not (?:into|a fan|so much|that much|too much))\w*|\b(?:don['’]?t|do not|never) (?:like|love|enjoy|want|care)\w*|\b(?:over|rather than|instead of|more than)\b",
    _I,
)
LIKED: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("build", 9, re.compile(r"\b(?:build\w*|coding|making things|implement\w*|creating (?:software|products|systems))\b", _I)),
    ("build", 1, re.compile(r"\b(?:analy[sz]\w+|insights?|exploring data|answering questions|investigat\w+)\b", _I)),
    ("production", 9, re.compile(r"\b(?:production|shipping|reliab\w+|operat(?:ions|ing)|deploy\w*|uptime)\b", _I)),
    ("production", 1, re.compile(r"\b(?:research\w*|papers|experiment\w*|science)\b", _I)),
    ("systems", 9, re.compile(r"\b(?:systems?|infrastructure|platforms?|backend|servers|pipelines?)\b", _I)),
    ("systems", 1, re.compile(r"\b(?:people|stakeholders?|customers?|clients|presenting|talking|communicat\w+|teaching|mentoring|meetings)\b", _I)),
    ("engineering", 9, re.compile(r"\b(?:engineering|software|clean code)\b", _I)),
    ("engineering", 1, re.compile(r"\b(?:math\w*|statistic\w*|theory|proofs|probability|algebra)\b", _I)),
)  # fmt: skip
"""(scale, where it leads, words): what somebody likes to do."""

# what an ad asks for

AdPart = Literal["title", "duties", "required", "nice", "aside"]
AD_PARTS: tuple[tuple[AdPart, re.Pattern[str]], ...] = (
    ("nice", re.compile(r"\b(?:nice[- ]to[- ]have|bonus|preferred|pluses|plus|good to have|desirable|desired|advantageous|advantages?|extra points|would be (?:great|nice|a plus)|ideally|optional)\b", _I)),
    ("aside", re.compile(r"^(?:about (?:us|the (?:company|team)|\w+$)|who we are|our (?:company|values|culture|mission|story|team)|the (?:company|team)|benefits?.*|perks?.*|what we offer.*|we offer|compensation.*|salary.*|how to apply.*|equal.*|location.*|why (?:join|work|us).*|company.*|employment type|contact|department|reports? to|date posted|our offer|what's in it for you|apply.*)$", _I)),
    ("duties", re.compile(r"\b(?:responsibilit\w+|duties|what you(?:['’]ll| will) (?:do|be doing|work on|build|own)|your (?:tasks?|role|mission|day|impact|job)|the role|key tasks|job description|about the (?:role|job|position)|day[- ]to[- ]day|in this role|role (?:overview|summary)|job summary|the job|what you do|you will|position overview|tasks)\b", _I)),
    ("required", re.compile(r"\b(?:requirements?|qualifications?|what you(?:['’]ll| will)? (?:bring|need|have)|your (?:profile|skills|background|experience|qualifications)|you have|must[- ]haves?|who you are|what we(?:['’]re| are)? (?:look|expect|require|need)\w*|skills?(?: (?:and|&) \w+)?|about you|ideal candidate|tech(?:nical)?[- ]stack|we expect|experience|we are looking for|essential|you bring|tools|stack)\b", _I)),
)  # fmt: skip
"""Headings of an ad; the first that fits."""
ABOUT_THE_PERSON = re.compile(
    r"\b(?:bachelor|master['’]?s degree|degree (?:in|or)|ph\.?d|diploma|visa|work permit|driving licen[cs]e|fluent (?:in )?(?:english|german|french)|(?:english|german|french|spanish) (?:at|level|skills))\b",
    _I,
)
"""Lines on degrees, languages and papers, which say nothing of the work."""
WORKING_WITH = re.compile(
    r"\b(?:work\w*|collaborat\w*|partner\w*|liais\w*)(?: closely| together)? (?:with|alongside)\b|\breport(?:s|ing)? to\b",
    _I,
)
HIRING = re.compile(
    r"\b(?:looking for|hiring|seeking|searching for|join \w+ as|need|role of|position of|as)\s+(?:(?:an?|our|the|experienced|talented|passionate|motivated|senior|junior|lead|staff|principal|new|skilled|great)\s+)*$",
    _I,
)
NICE = re.compile(
    r"\b(?:plus|bonus|nice[- ]to[- ]have|nice|preferred|preferably|desirable|beneficial|benefit|ideally|optional|good to have|would be great|welcome|helpful|asset|advantage\w*|appreciated|if you(?:['’]ve| have)|even better)\b",
    _I,
)
MUST_AFTER = re.compile(r"^[^,;]{0,20}\b(?:is |are )?(?:required|mandatory|a must|essential)\b", _I)
NOT_NEEDED = re.compile(
    r"\b(?:no (?:need|prior|previous)|don['’]?t (?:need|require|expect)|do not (?:need|require|expect)|not (?:need|require|expect)|without)\b[^,;]*$|\bno\s+$",
    _I,
)
NOT_NEEDED_AFTER = re.compile(
    r"^[^,;]{0,30}\b(?:is |are )?(?:not (?:required|needed|necessary|a must)|isn['’]t (?:required|needed))",
    _I,
)

LANGUAGES: dict[str, frozenset[str]] = {
    "Dutch": frozenset(
        [
            "het",
            "een",
            "van",
            "en",
            "met",
            "voor",
            "bij",
            "als",
            "naar",
            "ook",
            "niet",
            "ik",
            "ben",
            "heb",
            "mijn",
            "aan",
        ]
    ),
    "Polish": frozenset(
        ["w", "z", "na", "i", "do", "jest", "się", "oraz", "od", "dla", "jako", "przez", "pracy"]
    ),
    "Swedish": frozenset(
        ["och", "att", "med", "för", "som", "är", "på", "av", "jag", "har", "till", "inom"]
    ),
    "Danish or Norwegian": frozenset(
        ["og", "med", "til", "på", "jeg", "har", "av", "fra", "som", "arbejde", "erfaring"]
    ),
    "Turkish": frozenset(["ve", "bir", "için", "ile", "olarak", "deneyim", "çalıştım", "bu"]),
    "German": frozenset(
        [
            "und",
            "mit",
            "von",
            "bei",
            "im",
            "für",
            "der",
            "die",
            "das",
            "als",
            "zur",
            "zum",
            "einer",
            "ich",
            "erfahrung",
        ]
    ),
    "Portuguese": frozenset(
        ["de", "e", "com", "em", "da", "do", "na", "no", "para", "dos", "das", "experiência"]
    ),
    "Spanish": frozenset(
        ["de", "y", "con", "en", "el", "la", "los", "las", "para", "del", "experiencia"]
    ),
    "French": frozenset(
        ["de", "et", "en", "le", "la", "les", "des", "du", "avec", "pour", "dans", "expérience"]
    ),
    "Italian": frozenset(
        ["di", "e", "con", "in", "il", "la", "per", "dei", "della", "nel", "presso", "esperienza"]
    ),
}
"""Small words of the languages that résumés and ads come in, beside those of questions."""
ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "with",
        "for",
        "by",
        "from",
        "using",
        "on",
        "at",
        "as",
        "an",
        "is",
        "are",
        "was",
        "i",
        "my",
        "our",
        "we",
        "you",
        "your",
        "that",
    ]
)

# names that are also ordinary words

ONLY_AS_TYPED = {
    "zero": "ZeRO", "solid": "SOLID", "lime": "LIME", "orc": "ORC", "elk": "ELK", "als": "ALS",
    "doe": "DOE", "psi": "PSI", "iam": "IAM", "ner": "NER", "bi": "BI", "rl": "RL", "gru": "GRU",
    "ltr": "LTR", "jax": "JAX", "dax": "DAX", "stan": "", "cassandra": "", "kimball": "", "lasso": "",
}  # fmt: skip
"""Abbreviations that are words or first names when written otherwise; "" is always one."""
NEEDS_NEARBY: dict[str, str] = {
    "precision": r"recall|f1|metric|auc|classif", "recall": r"precision|f1|metric|auc|classif|@",
    "derivatives": r"calculus|gradient|partial|integral", "standardization": r"feature|scal|normali",
    "agents": r"\bai\b|llm|lang|autonom|tool|rag\b|multi|gpt|claude", "prompts": r"llm|gpt|\bai\b|model|engineer",
    "accelerators": r"gpu|tpu|hardware|cuda|nvidia", "profiling": r"cpu|memory|performance|debug|code",
    "annotation": r"data|image|text|label|train", "annotating": r"data|image|text|label|train",
    "labeling": r"data|image|text|annot|train", "labelling": r"data|image|text|annot|train",
    "pruning": r"model|network|weight|quanti|compress", "distillation": r"model|network|knowledge|quanti|compress|llm",
    "calibration": r"model|probab|platt|isotonic|classif", "shell": r"script|bash|linux|unix|command|python|sql",
    "boosting": r"gradient|xgb|ensemble|bagging|tree|ada", "vertex": r"\bai\b|google|gcp",
    "starburst": r"trino|presto|query|sql", "stan": r"bayes|pymc|mcmc|stat", "evidently": r"\bai\b|drift|monitor|whylogs|report",
    "feast": r"feature|tecton|redis", "helm": r"kube|k8s|chart|argo|terraform|docker",
    "ray": r"serve|tune|train|cluster|distribut|spark|dask|pytorch|anyscale|vllm", "cnn": r"image|vision|network|lstm|rnn|keras|torch|deep|conv|classif|resnet",
    "cnns": r"image|vision|network|lstm|rnn|keras|torch|deep|conv|classif", "bert": r"nlp|transformer|token|hugging|model|gpt|text|classif",
    "orc": r"parquet|avro|hive|spark", "doe": r"design|experiment|factorial", "psi": r"drift|stability|population",
    "solid": r"principle|oop|design|clean|pattern", "zero": r"deepspeed|fsdp|stage", "impact analysis": r"lineage|upstream|downstream",
    "state of the art": r"paper|literature", "tool use": r"llm|agent", "bandits": r"reinforc|exploration|contextual|armed",
    "jax": r"numpy|torch|tensorflow|xla|tpu|flax", "dax": r"power bi|power query|measures|tabular",
    "cassandra": r"nosql|database|kafka|dynamo|mongo|redis|spark|cql|cluster|hbase",
    "kimball": r"warehous|dimension|star|inmon|vault|model", "lasso": r"regress|ridge|elastic",
    "als": r"recommend|factoriz|collaborative|spark", "on call": r"rotation|incident|pager|duty|rota",
}  # fmt: skip
"""Names that count only beside such words."""
NOT_BESIDE: dict[str, str] = {
    "containers": r"shipping|goods|freight|cargo|terminal|harbou?r|vessel", "container": r"shipping|freight|cargo|terminal|harbou?r|vessel",
    "transformer": r"power|electric|voltage|substation|winding", "transformers": r"power|electric|voltage|substation|winding|movie",
    "regression": r"regression[- ]test", "lineage": r"family|royal|ancest|cell", "streaming": r"video|netflix|music|live|twitch",
    "dropout": r"college|school|rate|university", "kafka": r"novel|franz|metamorphos|literature|books?", "python": r"snake|monty|reptile|burmese",
    "pandas": r"zoo|wwf|bamboo|giant", "airflow": r"wing|turbine|hvac|ventilat|\bcfd\b|aerodynam|\bducts?\b|cooling|nasal|respirat",
    "redshift": r"galax|astronom|cosmolog|quasar", "iceberg": r"titanic|tip of|lettuce|glaci", "tableau": r"vivant",
    "prefect": r"head|school|student|house|police", "prometheus": r"film|myth|titan", "ragas": r"music|sitar|classical",
    "java": r"indonesia|jakarta|coffee|island|(?:come|born|live|lived|am|grew up) (?:from|in|on) java", "scala": r"milan|opera", "mcp": r"microsoft", "dax": r"listed|index|frankfurt",
    "rag": r"status|amber", "snowflake": r"special|paper|snowflake inc", "torch": r"bearer|relay", "shell": r"oil|plc|energy|petrol",
    "spark": r"spark[- ]plug|spark (?:of|change|conversations?|debate|imagination|creativity|passion)|sparked",
    "r": r"\br us\b|\br[-\s]?squared|\br²|\br2\b|\br\s*&\s*[bd]\b|\b[A-Z][a-z]+ R\. [A-Z]|^R\. [A-Z]", "stan": r"uzbek|stan (?:lee|laurel)",
    "excel": r"excels\b|\bexcel at\b", "elk": r"hunt|forest", "cassandra": r"prophe",
}  # fmt: skip
"""Names that do not count beside such words."""
WEAK = frozenset(
    ["llm", "llms", "large language model", "large language models", "big data", "foundation models",
     "pretrained models", "pre-trained models", "machine learning", "ml"]
)  # fmt: skip
"""Names so wide that using them shows a part of the skill."""
DEEDS: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(pattern, _I), id) for pattern, id in (
    (r"\b(?:machine[- ]learning|ML)\b", "supervised-learning"),
    (r"\bto ((?-i:Spark))\b(?! (?:joy|an?|the|my|your|some|interest|curiosity)\b)", "apache-spark"),
    (r"\b(?:and|to|in|with|using|used?|know|like) ((?-i:Excel))\b(?!\s+(?:at|in)\b)", "excel"),
    (r"\b(?:sql|word|tableau|python|powerpoint|bi|access|sheets|r) and (excel)\b(?!\s+(?:at|in)\b)", "excel"),
    (r"\b(?:bit of|some|know|use|using|in|with|(?:python|sql|sas)(?: and)?,?) (r)\b(?=\s*(?:[,.;)]|$|and\b|or\b))", "r-programming"),
    (r"\bdeploy(?:s|ed|ing|ment of)? (?:[\w-]+ ){0,3}?models?\b", "model-serving"),
    (r"\bserv(?:e|ed|ing) (?:[\w-]+ ){0,3}?models?\b", "model-serving"),
    (r"\bmonitor(?:s|ed|ing)? (?:[\w-]+ ){0,2}?models?\b", "model-monitoring"),
    (r"\b(?:train(?:s|ed|ing)?|buil(?:t|d|ds|ding)|develop(?:ed|ing|s)?) (?:and \w+ )?(?:[\w-]+ ){0,2}?(?:predictive|classification|ML|machine[- ]learning) models?\b", "supervised-learning"),
    (r"\b(?:containeri[sz]|dockeri[sz])(?:e|ed|es|ing)\b", "containers"),
    (r"\borchestrat(?:e|ed|es|ing|ion)\b(?= (?:of )?(?:[\w-]+ ){0,2}?(?:pipelines?|workflows?|jobs|etl|tasks))", "workflow-orchestration"),
    (r"\bfine[- ]tun(?:e|ed|es) \b", "llm-fine-tuning"),
    (r"\bforecast(?:s|ed)?\b(?! (?:call|meeting))", "time-series-forecasting"),
    (r"\bstakeholders?\b", "stakeholder-management"),
    (r"\b(?:data )?visuali[sz]ations?\b|\bvisuali[sz](?:ed?|ing) (?:\w+ )?data\b", "data-visualization"),
    (r"\bdashboards?\b", "dashboard-design"),
    (r"\bdata pipelines?\b|\bpipelines? that (?:load|ingest)\b|\bingest(?:s|ed|ing|ion)?\b", "etl-and-elt"),
    (r"\bunit[- ]test(?:s|ed|ing)?\b|\btest coverage\b", "software-testing"),
    (r"\bpresent(?:ed|ing|s)? (?:[\w-]+ ){0,3}?(?:to|results?|findings|insights)\b", "communicating-results"),
    (r"\bA/?B[- ]test(?:s|ed|ing)?\b", "ab-testing"),
    (r"\bpull requests?\b|\bgithub\b(?! actions)|\bgitlab\b(?!-?\s?ci)", "git"),
    (r"\bREST(?:ful)? (?:services?|endpoints?|interfaces?)\b|\bmicroservices?\b", "api-design"),
    (r"\bneural nets?\b|\bneural networks?\b", "deep-learning"),
    (r"\bdata (?:warehouse|mart)s?\b", "data-warehousing"),
    (r"\b(?:hypothesis|significance) tests?\b", "hypothesis-testing"),
    (r"\bgitlab[- ]ci\b|\bci pipelines?\b", "ci-cd-for-models"),
    (r"\bon-?call (?:rotation|duty|rota)\b", "incident-response"),
))  # fmt: skip
"""What people do, for the skills whose names are nouns."""
NOT_MISSPELT = frozenset(
    ["perfect", "polar", "decker", "docked", "jupiter", "looked", "locker", "panda", "statistic"]
)
"""Words one letter away from a tool's name."""
