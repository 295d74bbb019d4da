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

ANALYTICS, MLOPS, ANALYST, BI, NLP, PLATFORM, APPLIED = (
    f"interview-{role}/"
    for role in (
        "analytics-engineer",
        "mlops-engineer",
        "data-analyst",
        "bi-developer",
        "nlp-engineer",
        "data-platform-engineer",
        "applied-scientist",
    )
)

BY_HAND: tuple[tuple[str, str, str], ...] = (
    (
        AI + "a-rag-assistant-gives-wrong-answers-how-do-you-find-the-cause",
        "First I would test the search on its own: I take questions where I know the right "
        "paragraph and measure recall@5. If the correct chunk was in the context and the "
        "answer is still wrong, the problem is the prompt or the model. Very often the PDF "
        "parsing or the chunking is bad and people call it hallucination. For product names I"
        " would add BM25 next to the vectors and re-rank the results.",
        "ccch",
    ),
    (
        AI + "how-do-you-decide-that-an-llm-feature-is-good-enough-to-release",
        "I collect questions that real users asked, plus attacks and things we cannot answer."
        " What code can verify exactly, code verifies, only the rest goes to a judge model. I"
        " compare the judge with labels from people, and swap the order of answers to see "
        "position bias. We agree on the bar before we look at results, and I read every "
        "failure.",
        "cccc",
    ),
    (
        AI + "the-feature-works-but-is-slow-and-expensive-what-do-you-change",
        "I would make the answers shorter because generating output tokens takes most of the "
        "time. The fixed part of the prompt goes first so that the provider can cache the "
        "prefix. Easy questions go to a cheap small model. And I stream so that it feels "
        "faster.",
        "cchh",
    ),
    (
        DS + "many-values-are-missing-what-do-you-do",
        "It depends why they are missing: MCAR, MAR or MNAR are treated differently. Filling "
        "in the mean makes the variance too small and hurts correlations. I add a flag column"
        " that says the value was missing. LightGBM or XGBoost can work with NaN directly.",
        "hchc",
    ),
    (
        DS + "your-churn-model-is-accurate-but-the-campaign-saved-nobody-why",
        "The model predicts who leaves, but not who can be convinced to stay by our offer. I "
        "would build an uplift model that estimates the difference with and without the "
        "treatment. To know the incremental effect we need a control group chosen at random "
        "that is not contacted. Money on people who stay anyway or leave anyway is wasted, "
        "and some leave because we wake them up.",
        "cchh",
    ),
    (
        DS + "how-do-you-validate-a-demand-forecast",
        "With rolling origin backtests: train on the past, test on the next weeks, repeat. It"
        " has to beat a seasonal naive baseline. Never random k-fold, because it leaks the "
        "future. I look at intervals and at what overstock and stockouts cost, not only at "
        "MAPE.",
        "ccch",
    ),
    (
        ANALYTICS + "how-do-you-organize-a-dbt-project-into-layers",
        "Staging: one model per source table, only renaming, casting and cleaning. "
        "Intermediate: joins and logic reused by several marts. Marts: business entities with"
        " a clear grain.",
        "ccc",
    ),
    (
        ANALYTICS + "which-tests-do-you-put-on-a-new-model",
        "Primary key unique and not null, so that the grain holds. A relationships test to "
        "find facts with a foreign key that does not exist in the dimension. For complicated "
        "logic a unit test with a few fixed rows.",
        "ccc",
    ),
    (
        MLOPS + "a-drift-alert-fires-what-do-you-do",
        "Before anything else I check if the upstream data is broken, because this is what "
        "most alerts turn out to be. Then I ask whether inputs changed (data drift) or the "
        "relation to the target changed (concept drift). If the feature hardly matters and "
        "the metrics are fine I do nothing. I would never retrain on corrupt data, it makes "
        "things worse.",
        "cccc",
    ),
    (
        MLOPS + "how-do-you-keep-an-untrusted-model-file-out-of-production",
        "Pickle can run any code on load, so only safetensors. Models are signed, promoted in"
        " the registry, and the cluster only admits signed ones. Whatever we download is "
        "pinned by its hash, scanned and mirrored.",
        "ccc",
    ),
    (
        DS + "your-churn-model-is-accurate-but-the-campaign-saved-nobody-why",
        "A churn score tells who will leave, not who would be persuaded by an offer.",
        "cmmm",
    ),
    (
        ANALYTICS + "how-would-you-model-monthly-recurring-revenue",
        "I make one row per subscription and month, so the sum over customers works.",
        "hmm",
    ),
    (
        MLOPS + "what-must-you-version-to-rebuild-a-model",
        "I put the code in Git and pin the library versions with a lock file.",
        "?mhm",
    ),
    (
        AI + "how-do-you-get-dependable-json-out-of-a-model",
        "I validate the output with Pydantic and retry two times with the error message.",
        "mcm",
    ),
    (
        DS + "your-churn-model-is-accurate-but-the-campaign-saved-nobody-why",
        "I would not use a randomized holdout group, it is a waste of customers. Uplift "
        "modeling is not needed here.",
        "mmmm",
    ),
    (
        DS + "your-churn-model-is-accurate-but-the-campaign-saved-nobody-why",
        "No holdout group is needed to measure the effect of the campaign. I'd skip uplift "
        "modeling and just contact everyone with a high score.",
        "mmmm",
    ),
    (
        DS + "many-values-are-missing-what-do-you-do",
        "Mean imputation keeps the variance and does not weaken correlations, so I always use"
        " the mean.",
        "mmmm",
    ),
    (
        MLOPS + "a-drift-alert-fires-what-do-you-do",
        "I retrain at once on the newest data. There is no need to look at upstream data first.",
        "mmmm",
    ),
    (
        DS + "how-do-you-validate-a-demand-forecast",
        "I use random cross-validation, since it does not leak anything. A baseline is "
        "unnecessary.",
        "mmmm",
    ),
    (
        ANALYTICS + "how-do-you-prove-that-a-refactored-model-gives-the-same-numbers",
        "If the totals are equal, that is strong evidence and I am done. I don't compare row "
        "by row.",
        "mmm",
    ),
    (
        MLOPS + "do-you-need-a-feature-store",
        "Yes, always. Every team needs a feature store, also for batch models.",
        "mmm",
    ),
    (
        AI + "when-do-you-fine-tune-instead-of-using-rag-or-a-better-prompt",
        "Fine-tuning supplies changing knowledge; RAG teaches form, style and narrow skills.",
        "mmm",
    ),
    (
        DS + "how-do-you-validate-a-demand-forecast",
        "I would not use random cross-validation because it leaks future data into training.",
        "mmcm",
    ),
    (
        DS + "your-churn-model-is-accurate-but-the-campaign-saved-nobody-why",
        "Without a randomized holdout group you cannot measure the incremental effect of the "
        "campaign.",
        "mmcm",
    ),
    (
        ANALYTICS + "how-do-you-prove-that-a-refactored-model-gives-the-same-numbers",
        "Equal totals don't prove anything since errors in opposite directions cancel. I "
        "compare the old and the new model row by row on the key, for all columns.",
        "ccm",
    ),
    (
        AI + "how-do-you-decide-that-an-llm-feature-is-good-enough-to-release",
        "I try it a few times and if it feels good we ship it and see what users say.",
        "mmmm",
    ),
    (
        MLOPS + "how-do-you-run-a-model-server-on-kubernetes-that-scales-well",
        "I use Kubernetes with autoscaling, GPUs, probes and big images.",
        "mmmm",
    ),
    (
        DS + "out-of-twenty-segments-one-shows-a-significant-effect-what-do-you-report",
        "I report the significant segment to the manager and we roll it out there.",
        "mmm",
    ),
    (
        ANALYTICS + "the-source-overwrites-records-how-do-you-keep-history",
        "Good question. In my last job we had this with Salesforce. We turned on dbt "
        "snapshots, so every time a column that we track changes, a new row with valid_from "
        "and valid_to is written. What I'd warn about: if a record changes twice between two "
        "snapshot runs you only see the last state. When that matters, use CDC, it gets every"
        " change including the deletes.",
        "ccc",
    ),
    (
        DATA + "batch-or-streaming-how-do-you-decide",
        "I always ask: who or what acts on the data, and how quickly? If a manager reads it "
        "once a day, batch is fine. Streaming means you have to care about state, ordering, "
        "checkpoints and being on call.",
        "cc?",
    ),
    (
        ANALYST + "revenue-doubled-after-you-joined-a-table-what-happened",
        "The join was one to many, so each order appears several times and the sum counts it "
        "more than once. I compare the number of rows and of distinct order ids before and "
        "after. The fix is to aggregate the detail table to one row per order first and only "
        "then join. I would not just put DISTINCT there, because it hides the problem and may"
        " drop real rows.",
        "cccc",
    ),
    (
        ANALYST + "the-a-b-test-is-not-significant-what-do-you-tell-the-manager",
        "Not significant does not mean that there is no effect. I show the confidence "
        "interval, so the manager sees what is still possible in both directions. Maybe we "
        "had too few users, so the power was low. We must not simply let it run until it "
        "becomes significant, since that inflates false positives.",
        "cccc",
    ),
    (
        ML + "design-a-recommendation-system-for-a-large-shop",
        "Two stages: first candidate generation cuts millions of products down to a few "
        "hundred, then a ranker sorts them. The candidates come from embeddings with "
        "approximate nearest neighbours, in some milliseconds. For new users I fall back on "
        "popular items and content features. Since the system produces its own training data "
        "I randomize a small part.",
        "cccc",
    ),
    (
        BI + "how-do-you-make-sure-that-each-region-sees-only-its-own-data",
        "Row-level security in the semantic model, filtered by who is logged in. Dynamic, "
        "with a table that maps users to regions, not one role per region. Hiding pages isn't"
        " security, the data can still be queried. I test it with 'view as' for several "
        "users.",
        "ccch",
    ),
    (
        NLP + "how-do-you-evaluate-a-summarizer",
        "ROUGE only counts overlapping words with a reference, it tells little about whether "
        "the facts are right. I check each claim against the source, with people or with an "
        "NLI model. Separately I check if all the required facts are covered.",
        "ccc",
    ),
    (
        PLATFORM + "kafka-consumer-lag-keeps-growing-what-do-you-check",
        "If only one partition lags, it is a hot key or a consumer that is stuck; if all of "
        "them lag, we lack throughput. More consumers than partitions don't help, they sit "
        "idle. If processing takes longer than max.poll.interval.ms we get rebalances, which "
        "makes the lag worse. Messages that always fail go to a dead letter queue.",
        "cccc",
    ),
    (
        APPLIED + "how-do-you-prove-that-your-method-not-the-tuning-made-the-gain",
        "The baseline gets the same budget for compute and tuning, and the same data. I do "
        "ablations, taking out one part at a time. And I run several seeds and report "
        "intervals.",
        "cch",
    ),
    (
        BI + "a-power-bi-report-is-slow-how-do-you-speed-it-up",
        "I open Performance Analyzer and see if the DAX query or the visual takes the time.",
        "cmm",
    ),
    (
        ANALYST + "a-manager-asks-for-a-dashboard-what-do-you-ask-first",
        "Which decision will change because of it? That tells me which metrics belong on it.",
        "cmm",
    ),
    (
        ML + "gradient-boosting-or-a-neural-network-for-tabular-data",
        "XGBoost or LightGBM is my default for medium tabular data.",
        "cmm",
    ),
    (
        PLATFORM + "which-service-level-objectives-do-you-set-for-a-data-platform",
        "I keep failures of the platform apart from failures caused by user code, otherwise "
        "the number means nothing.",
        "mcm",
    ),
    (
        ANALYST + "revenue-doubled-after-you-joined-a-table-what-happened",
        "I just add DISTINCT, that fixes the duplication safely.",
        "mmmm",
    ),
    (
        ANALYST + "the-a-b-test-is-not-significant-what-do-you-tell-the-manager",
        "It proves that the change has no effect. We can extend the test until it is significant.",
        "mmmm",
    ),
    (
        BI + "how-do-you-make-sure-that-each-region-sees-only-its-own-data",
        "Hiding the page is enough security. Row-level security is overkill and I would not "
        "use it.",
        "mmmm",
    ),
    (
        PLATFORM + "kafka-consumer-lag-keeps-growing-what-do-you-check",
        "I add consumers beyond the number of partitions, which always helps.",
        "mmmm",
    ),
    (
        BI + "a-salesperson-moves-to-another-region-what-happens-to-last-year-s-numbers",
        "Type 1 adds a row with validity dates, so past sales stay put; type 2 overwrites the"
        " region, so past sales move to the new region.",
        "mmm",
    ),
    (
        NLP + "keyword-search-dense-retrieval-or-a-reranker",
        "Dense embeddings match exact product codes, which BM25 blurs. A cross-encoder embeds"
        " query and document separately, a bi-encoder reads them together.",
        "mmmm",
    ),
    (
        APPLIED + "how-do-you-prove-that-your-method-not-the-tuning-made-the-gain",
        "One seed is enough. The baseline does not need the same tuning budget.",
        "mmm",
    ),
    (
        ML + "gradient-boosting-or-a-neural-network-for-tabular-data",
        "Neural networks always win on tabular data, gradient boosting is never a good default.",
        "mmm",
    ),
    (
        PLATFORM + "how-do-you-give-data-access-without-tickets-and-still-pass-an-audit",
        "I give long-lived keys in the configuration instead of short-lived credentials, and "
        "make individual exceptions where needed. No audit logs.",
        "mmmm",
    ),
    (
        ML + "how-do-you-release-a-new-model-safely",
        "To roll back I never retrain, I only switch the alias in the registry. In shadow "
        "mode nobody uses the answers of the new model although it gets the live traffic.",
        "cmmc",
    ),
    (
        NLP + "why-is-self-attention-costly-for-long-documents-and-what-do-you-do",
        "Attention is quadratic in the length. FlashAttention doesn't change that, it is "
        "exact and only saves memory traffic. Facts in the middle are used less reliably.",
        "hcmc",
    ),
    (
        PLATFORM + "how-do-you-give-data-access-without-tickets-and-still-pass-an-audit",
        "No long-lived keys in configuration: workload identity gives short-lived "
        "credentials. There are no individual exceptions, only roles or attributes like team "
        "and data class.",
        "mccm",
    ),
    (
        APPLIED + "the-offline-metric-improved-but-the-a-b-test-is-flat-why",
        "NDCG offline does not have to follow retention online. Without enough users the test"
        " cannot see an effect of that size. Or the new model is slower, and the latency eats"
        " the gain.",
        "mccc",
    ),
    (
        ANALYST + "weekly-active-users-fell-sharply-how-do-you-find-out-why",
        "I would ask the product team what happened and look at the dashboard every day until"
        " it recovers.",
        "mmmm",
    ),
    (
        ML + "labels-arrive-weeks-later-how-do-you-monitor-the-model",
        "Monitoring is very important. I would monitor everything with a good tool and set alerts.",
        "mmmm",
    ),
    (
        BI + "two-reports-show-different-revenue-what-do-you-do",
        "I pick the higher number, managers like that.",
        "mmm",
    ),
    (
        ANALYST + "how-do-you-keep-only-the-latest-order-of-each-customer",
        "I number the orders of each customer with ROW_NUMBER, newest first, and keep number "
        "one. If two orders have the same date I add the order id to the sort so the result "
        "is always the same. GROUP BY would collapse the rows, a window function leaves all "
        "of them.",
        "ccc",
    ),
    (
        ANALYTICS + "when-is-an-incremental-model-worth-it-and-what-can-go-wrong",
        "For big tables that hardly change once written: dbt then handles only the rows that "
        "are new or modified. With a unique key and merge, running it again updates instead "
        "of duplicating. I look back a few days so that late rows are not lost. When the "
        "logic changes I do a full refresh, because old rows would stay as they were.",
        "cccc",
    ),
    (
        NLP + "two-annotators-disagree-often-what-do-you-do",
        "I measure kappa, since it takes out agreement by chance. Usually the guidelines are "
        "unclear or two classes overlap. So we decide the borderline examples, write them "
        "into the guidelines and label those texts again.",
        "cccm",
    ),
    (
        AI + "your-provider-retires-the-model-how-do-you-migrate",
        "Before touching any prompt I run our evaluation set on the new model.",
        "cmmm",
    ),
    (
        DS + "out-of-twenty-segments-one-shows-a-significant-effect-what-do-you-report",
        "With twenty segments I expect about one false positive at the 5 % level just by luck.",
        "cmm",
    ),
    (
        MLOPS + "do-you-retrain-on-a-schedule-or-on-a-trigger",
        "I retrain every night and deploy automatically, a gate is not necessary.",
        "mmm",
    ),
    (
        ANALYST + "conversion-rose-in-every-segment-but-fell-overall-how-is-that-possible",
        "That is impossible, the data must be broken.",
        "mmm",
    ),
    (
        ANALYST + "a-manager-asks-for-a-dashboard-what-do-you-ask-first",
        "",
        "mmm",
    ),
    (
        ANALYST + "a-manager-asks-for-a-dashboard-what-do-you-ask-first",
        "A manager asks for a dashboard. What do you ask first? The dashboard question tests "
        "whether you look for the decision behind the request.",
        "mmm",
    ),
    (
        MLOPS + "how-do-you-roll-back-a-model-whose-features-have-changed-too",
        "Each model version states which feature versions and which input schema it needs. "
        "The old feature pipelines run on until no model we could deploy uses them. With "
        "blue-green the previous stack stays up and traffic goes back at once. And we "
        "practice the rollback, otherwise nobody knows if it works.",
        "cccc",
    ),
)
"""Answers of every sort, with the verdicts that a person would give: good in other words, in part,
wrong, the opposite, agreeing by a negation, swapped, empty, copied, vague. Beside the letters above, h is
covered or in part, ? is anything."""
