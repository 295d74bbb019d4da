"""Answers to interview questions by hand, with what each one covers.

A letter a point, in the order of the page: c covered, m missed, p in part, . anything but a miss is not
asked for. The thresholds of advisor/career/interview.py were set on these.
"""

from __future__ import annotations

DATA, ML, AI, DS = (
    f"interview-{role}/"
    for role in ("data-engineer", "ml-engineer", "ai-engineer", "data-scientist")
)
RERUN = DATA + "how-do-you-rerun-a-month-of-data-without-duplicates"
BATCH = DATA + "batch-or-streaming-how-do-you-decide"
SKEW = DATA + "one-spark-task-runs-far-longer-than-the-others-why"
LATE = DATA + "how-do-you-handle-events-that-arrive-late"
CHANGES = DATA + "change-data-capture-or-a-query-on-the-updated-at-column"
OFFLINE = ML + "the-model-is-good-offline-and-poor-online-what-do-you-suspect"
RELEASE = ML + "how-do-you-release-a-new-model-safely"
OVERFIT = ML + "training-loss-falls-while-validation-loss-rises-what-do-you-do"
DEPLOY = ML + "rest-api-batch-job-or-stream-how-do-you-deploy-the-model"
INJECTION = AI + "how-do-you-defend-against-prompt-injection"
AGENT = AI + "when-do-you-build-an-agent-instead-of-a-fixed-workflow"
FRAUD = DS + "fraud-is-rare-which-metric-and-threshold-do-you-use"
PEEKING = DS + "the-a-b-test-is-significant-after-a-few-days-do-you-stop-it"

CASES: tuple[tuple[str, str, str], ...] = (
    # good answers in other words
    (
        RERUN,
        "I make the load idempotent, so running it once or five times leaves the same table. Instead "
        "of appending blindly I overwrite the whole partition of that month, or merge on the natural "
        "key. The orchestrator hands the run its data interval; the code never looks at the current "
        "time.",
        "ccc",
    ),
    (
        RERUN,
        "- idempotent: same table however often it runs\n- overwrite the partition or MERGE on a key, "
        "no appends\n- interval comes from Airflow as a parameter, not from now()",
        "cc.",
    ),
    (
        BATCH,
        "It depends on how fast a person or a system acts on the data, so I ask for the latency "
        "requirement first. A stream brings state, ordering, checkpoints and on-call duty that a "
        "nightly batch does not have. I stream for blocking fraud and for operational alerting; a "
        "daily report stays batch.",
        "ccc",
    ),
    (
        SKEW,
        "Usually that is data skew: one join key holds far more rows than all others. In the Spark UI "
        "the slow task has a shuffle read far above the median. If the other table is small I "
        "broadcast it, so the join needs no shuffle. Adaptive query execution can split skewed "
        "partitions, and otherwise I salt the hot key.",
        "cccc",
    ),
    (
        LATE,
        "I separate event time, when it happened, from processing time, when our system got it. A "
        "watermark says how long the stream waits until a window is closed. Whatever comes after the "
        "watermark goes into a side output or is repaired by a batch job.",
        "ccc",
    ),
    (
        CHANGES,
        "CDC tails the transaction log of the database, so it sees inserts, updates and deletes. A "
        "query on the timestamp never sees hard deletes, nor the versions between two polls. With "
        "CDC I need an initial snapshot first, and then a merge by primary key and log position.",
        "ccc",
    ),
    (
        OFFLINE,
        "First I suspect training-serving skew: a feature is calculated one way in training and "
        "another way online. I log the features while serving and compare them with the training "
        "data. I check that joins are point-in-time correct, so nothing from the future leaks into "
        "training. In the end one implementation of each feature, for example in a feature store, "
        "avoids the double logic.",
        "cccc",
    ),
    (
        RELEASE,
        "I begin with a shadow deployment: live requests also go to the new model, but nobody uses "
        "its answers. Then a canary takes a small part of the traffic, and I widen it step by step. "
        "The business effect needs an A/B test, because shadow mode cannot show it. To roll back I "
        "switch the alias in the registry; nothing is trained again.",
        "cccc",
    ),
    (
        OVERFIT,
        "The model overfits, it has high variance. I would add data or augmentation, regularize more, "
        "stop early, or take a smaller model. I would also check that the validation set is labeled "
        "correctly and split like the training set, because bad labels look the same.",
        "cc.",
    ),
    (
        DEPLOY,
        "If predictions are needed on a schedule I precompute them in a batch job. If they depend on "
        "what is in the request and must come at low latency, I build a REST API. For continuous "
        "events such as card payments I score inside the stream.",
        "ccc",
    ),
    (
        INJECTION,
        "The dangerous kind is indirect: instructions that hide in retrieved documents, web pages or "
        "emails. No prompt and no filter prevents injection completely, so I limit the damage by "
        "design. Data can be stolen when private data, untrusted content and a channel to the "
        "outside come together. The permissions of the tools follow the user's rights, and code "
        "outside of the model enforces them.",
        "cccc",
    ),
    (
        AGENT,
        "When the steps are known I take a fixed workflow, since it is cheaper, faster and easier to "
        "test. An agent is for open tasks where the next step depends on what was found before. I "
        "give its tools narrow schemas, clear error messages and few permissions. Budgets, a limit "
        "of steps and a human who approves irreversible actions keep it in bounds.",
        "cccc",
    ),
    (
        FRAUD,
        "Accuracy is misleading on imbalanced classes, since always saying 'no fraud' scores high. I "
        "look at the precision-recall curve, which tells more about a rare class than ROC. I set the "
        "threshold from what a false positive costs against a false negative. After resampling the "
        "probabilities are distorted, so I check the calibration first.",
        "cccc",
    ),
    (
        PEEKING,
        "No. Looking again and again and stopping when it is significant raises the false positive "
        "rate. The sample size was fixed before, from baseline, minimum detectable effect and power. "
        "If I want to stop early I need a sequential test or alpha spending. And the test should run "
        "whole weeks because of weekday and novelty effects.",
        "cccc",
    ),
    # good answers in words far from the page's
    (
        RERUN,
        "Whatever happens, executing it twice must end in an identical result. I replace that month's "
        "slice as a whole. Which days are loaded is an argument from the scheduler, I never ask the "
        "clock.",
        "ccc",
    ),
    (
        SKEW,
        "A few values are so frequent that a single worker gets nearly all the records. I would ship "
        "the little lookup table to every node, so that nothing has to be exchanged. For a value that "
        "is too frequent I add a random suffix.",
        "cmc.",
    ),
    (
        RELEASE,
        "At first the candidate runs in parallel on real requests and its output is thrown away. "
        "Afterwards one percent of the users get it, then five, then everybody. Going back is a "
        "change of a pointer and takes seconds, without any retraining.",
        "cc.c",
    ),
    (
        FRAUD,
        "A model that calls everything legitimate is right nearly always, so that number tells "
        "nothing. Where I cut depends on the money lost by a missed fraud compared with annoying an "
        "honest customer.",
        "cmcm",
    ),
    (
        LATE,
        "There are two clocks: the moment of the event and the moment of its arrival. Stragglers that "
        "come when the window is closed are collected apart and corrected over night.",
        "cmc",
    ),
    (
        OVERFIT,
        "The network memorizes the examples and does not generalize. I would augment, add dropout or "
        "weight decay, or stop as soon as the validation curve turns.",
        "ccm",
    ),
    # one point of several
    (RERUN, "I would overwrite the partitions of that month instead of appending blindly.", "mcm"),
    (BATCH, "Streaming costs more: state, ordering, checkpoints and on-call work.", "mcm"),
    (SKEW, "Probably data skew, one join key has far more rows than the others.", "cmmm"),
    (
        LATE,
        "With a watermark, which states how long the stream waits with closing a window.",
        "mcm",
    ),
    (CHANGES, "Polling misses hard deletes and the versions between two polls.", "mcm"),
    (RELEASE, "As a canary: a small share of the traffic first, then more in steps.", "mcmm"),
    (OVERFIT, "I would use early stopping and regularization, or get more data.", "mcm"),
    (
        AGENT,
        "For known steps I use a fixed workflow because it is cheaper and easier to test.",
        "cmmm",
    ),
    # poor answers: on the subject, without a point
    (
        RERUN,
        "I would delete the old data by hand, start the job again in the evening and look with a "
        "query whether everything is fine.",
        "mmm",
    ),
    (
        BATCH,
        "Streaming is modern and scales better, so I would use Kafka whenever possible, because "
        "companies like it.",
        "mmm",
    ),
    (
        SKEW,
        "The cluster is too small. I would add executors and memory until the job works, and ask the "
        "platform team for newer machines.",
        "mmmm",
    ),
    (
        LATE,
        "I would ask the source team to send everything faster, and buy more brokers for Kafka.",
        "mmm",
    ),
    (CHANGES, "I like the query, because it is simple and everybody knows SQL.", "mmm"),
    (
        RELEASE,
        "I would test it well on my laptop, tell the team on Friday and deploy in the evening when "
        "few people are online.",
        "mmmm",
    ),
    (
        INJECTION,
        "I would write a very strict system prompt in capital letters and use the newest model.",
        "mmmm",
    ),
    (FRAUD, "I would train a big neural network and take the threshold 0.5 as always.", "mmmm"),
    # the subject's words without its statement
    (
        SKEW,
        "I would look at the Spark UI and at the shuffle, then at the joins and at the partitions of "
        "the table.",
        "....",
    ),
    (
        LATE,
        "Event time, processing time and watermarks are important concepts of streaming.",
        "..m",
    ),
    (
        RELEASE,
        "A new model is released with care: monitoring, dashboards, alerts and a rollback if the "
        "traffic looks strange.",
        "mmm.",
    ),
    (
        FRAUD,
        "Metrics matter: precision, recall, ROC and accuracy are all useful for fraud models.",
        "....",
    ),
    (
        AGENT,
        "Agents are powerful, workflows are older. I would try both and see what users say.",
        "mmmm",
    ),
    (
        OFFLINE,
        "Features, training and serving are all parts of the pipeline that I would check.",
        "...m",
    ),
    # the opposite
    (
        RERUN,
        "An idempotent load does not give the same table when it runs many times. The run reads the "
        "current time and not a fixed data interval.",
        "mmm",
    ),
    (BATCH, "Daily reporting justifies streaming; fraud blocking does not justify it.", "mmm"),
    (AGENT, "A fixed workflow is more expensive, slower and harder to test than an agent.", "mmmm"),
    (
        PEEKING,
        "Repeatedly checking a fixed-horizon test and stopping at significance does not raise the "
        "false positive rate. Sample size is not fixed beforehand.",
        "mmmm",
    ),
)

OFF_TOPIC = (
    "My favorite food is pasta with tomatoes. On weekends I hike in the mountains with friends and "
    "play the guitar. The weather was good last year.",
    "Kubernetes runs containers on many machines. I build Grafana panels and write documentation for "
    "stakeholders every sprint.",
    "I am a motivated team player with ten years of experience, I learn fast and I love challenges.",
    "I do not know.",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
)
"""Nothing of this covers anything of the questions above."""

HELD_OUT: tuple[tuple[str, str, str], ...] = (
    (
        DATA + "the-source-team-renames-a-column-what-should-happen",
        "A schema check at the ingestion stops incompatible data before any consumer gets it. Renaming "
        "a column is a breaking change, while a new nullable column would be compatible. In the data "
        "contract we name an owner and a notice period for such changes. As raw files stay unchanged, "
        "I can replay them with the corrected parser.",
        "cccc",
    ),
    (
        DATA + "the-source-team-renames-a-column-what-should-happen",
        "I would rename it in our code too, and complain to their manager.",
        "mmmm",
    ),
    (
        ML + "predictions-are-too-slow-how-do-you-reduce-the-latency",
        "I measure p99 and split it into feature lookup, preprocessing, the model and the network. "
        "The model gets faster by quantization or distillation, or with ONNX Runtime. I cache results "
        "and precompute features, so that less work is in the request path.",
        "ccmc",
    ),
    (
        ML + "labels-arrive-weeks-later-how-do-you-monitor-the-model",
        "I compare the distributions of inputs and predictions with a reference window. Clicks and "
        "complaints are proxies that come earlier than the labels. When the labels are there, I "
        "compute the metrics again for each cohort.",
        "ccmc",
    ),
    (
        ML + "labels-arrive-weeks-later-how-do-you-monitor-the-model",
        "We look at CPU and memory in Grafana, and wait for the labels.",
        "mmmm",
    ),
    (
        DS + "your-model-looks-too-good-what-do-you-suspect",
        "Leakage: some feature holds information that we do not have at prediction time. I check that "
        "scaling and target encoding are fitted inside of the training folds only, and I split by "
        "time or by user.",
        "ccc",
    ),
    (
        DS + "your-model-looks-too-good-what-do-you-suspect",
        "I would be happy, and show the model to my boss before somebody changes the data.",
        "mmm",
    ),
    (
        AI + "how-do-you-get-dependable-json-out-of-a-model",
        "With constrained decoding against a JSON schema the form is guaranteed, but not that the "
        "values are true. Pydantic validates types and business rules; on errors I retry a bounded "
        "number of times and feed the error back.",
        "ccm",
    ),
    (
        AI + "when-do-you-fine-tune-instead-of-using-rag-or-a-better-prompt",
        "RAG brings knowledge that changes, with citations; fine-tuning is for form, style and narrow "
        "skills. I always begin with prompting and an evaluation set, since fine-tuning needs that "
        "set as well.",
        "cmc",
    ),
    (
        AI + "when-do-you-fine-tune-instead-of-using-rag-or-a-better-prompt",
        "Fine-tuning is always better, since the model is then ours and knows everything.",
        "mmm",
    ),
)
"""Written after the thresholds were set."""
