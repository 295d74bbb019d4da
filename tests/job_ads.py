"""Job ads by hand: what their title says, what they are."""

from __future__ import annotations

ADS: dict[str, tuple[str | None, str, str]] = {
    "liar_mle_is_de": (
        "ml-engineer",
        "data-engineer",
        """\
Machine Learning Engineer (m/f/d)
Acme Logistics, Hamburg

About us
Acme moves parcels. We use Kubernetes and love pizza.

What you will do
- Build and maintain data pipelines that ingest events from Kafka into our data lake
- Model tables in Snowflake with dbt and keep them documented
- Schedule and monitor Airflow DAGs, handle retries and backfills
- Guarantee data quality and freshness for analysts and data scientists
- Optimize warehouse costs and query performance
- Support the data science team with a training dataset now and then

What you bring
- 3+ years of Python and SQL
- Experience with Spark or Flink
- Hands-on Airflow or similar
- Terraform is a plus

Nice to have
- Basic understanding of machine learning
- Kubernetes
""",
    ),
    "liar_ds_is_da": (
        "data-scientist",
        "data-analyst",
        """\
Senior Data Scientist

Responsibilities:
* Build weekly dashboards in Power BI for sales and finance
* Define KPIs with business stakeholders and report on them
* Answer ad hoc questions with SQL and Excel
* Present insights to management and explain why numbers changed
* Maintain reports

Requirements:
* Excellent SQL and Excel
* Power BI or Tableau
* Good communication
* Knowledge of statistics
* Machine learning is nice to have
""",
    ),
    "liar_ds_is_mle": (
        "data-scientist",
        "ml-engineer",
        """\
Data Scientist - Fraud
Your tasks
- Deploy fraud models behind a low-latency REST API and own them in production
- Build training pipelines and CI/CD for models with MLflow and GitHub Actions
- Monitor models for drift and retrain them
- Package models in Docker, run them on Kubernetes
- Improve latency and throughput of inference
Your profile
- Strong Python, software testing, Docker
- scikit-learn, XGBoost, PyTorch
- Experience with model serving and monitoring
""",
    ),
    "honest_ai": (
        "ai-engineer",
        "ai-engineer",
        """\
AI Engineer, Customer Support Products
What you'll do
- Build features on top of large language models: chat assistants, retrieval-augmented generation, agents
- Write and version prompts, design tool calling, guard against prompt injection
- Evaluate answers with test sets and LLM judges, trace and debug with Langfuse
- Ship APIs in FastAPI and watch token costs
What you bring
- Python, vector databases, LangChain or LlamaIndex
- Experience with hosted LLM APIs
""",
    ),
    "liar_mle_is_research": (
        "ml-engineer",
        "research-engineer",
        """\
Machine Learning Engineer, Foundation Models
- Implement ideas from recent papers in PyTorch or JAX and run ablations
- Scale training of transformer models on hundreds of GPUs (FSDP, DeepSpeed)
- Profile and fix training loops, write fast kernels
- Work with research scientists on experiments and publish results
Requirements: PyTorch, distributed training, GPU programming, reading papers, linear algebra
""",
    ),
    "liar_de_is_bi": (
        "data-engineer",
        "bi-developer",
        """\
Data Engineer (Reporting)
Tasks
- Develop Power BI reports and semantic models, write DAX
- Maintain the star schema behind the reports
- Row-level security, report performance, refresh schedules
- Train business users, gather their reporting requirements
Profile
- Power BI, DAX, Power Query
- SQL Server, star schema
- communication with departments
""",
    ),
    "platform_titled_de": (
        "data-engineer",
        "data-platform-engineer",
        """\
Data Engineer, Infrastructure
- Operate the Kubernetes clusters on which all data workloads run
- Infrastructure as code with Terraform: networks, IAM, storage, Databricks workspaces
- Self-service templates, CI/CD and documentation for pipeline teams
- Upgrade Airflow, Kafka, Spark and Trino without downtime
- Observability, SLOs, on-call, cost reports per team
Must have: Kubernetes, Terraform, Linux, observability, incident response
Nice to have: dbt
""",
    ),
    "genai_ds": (
        "data-scientist",
        "ai-engineer",
        """\
Data Scientist – Generative AI
Responsibilities
- Build a RAG assistant over our internal documents using LangChain and pgvector
- Design prompts, tools and agent workflows; integrate OpenAI and Anthropic APIs
- Set up evaluation of answers: golden sets, LLM-as-a-judge, user feedback
- Protect against prompt injection and leakage of personal data
- Bring the assistant into our web application together with the frontend developers
Requirements
- Python, FastAPI
- Experience with LLM applications
- SQL nice to have
""",
    ),
    "ds_honest": (
        "data-scientist",
        "data-scientist",
        """\
Data Scientist, Growth
You will:
- Frame fuzzy business questions as testable hypotheses
- Explore behavioral data, find segments and drivers of churn
- Build and validate predictive models (regression, gradient boosting), communicate uncertainty
- Design experiments and analyze A/B tests, use causal inference where experiments are impossible
- Present recommendations to product leadership
You bring:
- Strong statistics and Python (pandas, scikit-learn)
- SQL
- Clear writing
""",
    ),
    "mle_prose": (
        "software-engineer",
        "ml-engineer",
        """\
Backend Engineer - Recommendations
Our recommendation models are trained by the research group; your job is to take them to
production. You will package models, expose them through gRPC and REST, cut p99 latency, write
the batch scoring jobs, build the retraining pipeline and its evaluation gate, compare
candidates against the live model in A/B tests, set up monitoring of predictions and feature
drift, and be on call for the recommendation service.
Requirements: Python, Docker, Kubernetes, experience deploying machine learning models, feature engineering.
""",
    ),
    "stat": (
        "data-scientist",
        "statistician",
        """\
Data Scientist, Clinical Trials
- Write statistical analysis plans and compute sample sizes for trials
- Analyze trial data in R, mixed models, survival analysis, multiple testing
- Report results to regulators with confidence intervals
- Bayesian inference for small studies
Requirements: R, statistics, probability, experimental design, technical writing
""",
    ),
    "architect": (
        "data-engineer",
        "data-architect",
        """\
Senior Data Engineer
- Define the target architecture of our data landscape, domains and data contracts
- Set standards for modeling, governance, lineage and security across twelve teams
- Choose platforms, write architecture decision records, review designs
- Advise management on build or buy and roadmaps
Requirements: data architecture, data governance, data modeling, cloud platforms, stakeholder management
""",
    ),
    "ai_is_da": (
        "ai-engineer",
        "data-analyst",
        """\
AI Engineer (Business Intelligence)
About us
We are a fast-growing retailer using cutting edge AI.
What you'll do
- Create reports and dashboards in Tableau for the category managers
- Pull data with SQL from our warehouse and answer ad-hoc questions
- Track KPIs weekly and explain changes to stakeholders
- Use ChatGPT to summarize comments now and then
Requirements
- Very good SQL and Excel
- Tableau or Power BI
- Interest in artificial intelligence
Nice to have
- Python
""",
    ),
    "da_is_ae": (
        "data-analyst",
        "analytics-engineer",
        """\
Data Analyst
Your mission
You own our dbt project: you model raw events into clean, tested, documented tables in BigQuery.
You review pull requests of other analysts, define metrics once and keep the lineage readable.
You set up tests and CI for the models and talk with finance about definitions.
Your profile
Strong SQL, dbt, git, dimensional modeling. Looker is a plus. You do not need Python.
""",
    ),
    "mlops_is_platform": (
        "mlops-engineer",
        "data-platform-engineer",
        """\
MLOps Engineer
Responsibilities
* Run our Kubernetes clusters and Terraform modules for networks, IAM and storage
* On-call, incident response, SLOs, cost reports
* Operate Kafka, Airflow and Spark for all data teams
* Provide self-service templates and golden paths for pipelines
* Upgrade clusters without downtime
Must have: Kubernetes, Terraform, Linux, observability, AWS
Bonus: experience with ML workloads
""",
    ),
    "ds_is_mlops": (
        "data-scientist",
        "mlops-engineer",
        """\
Senior Data Scientist - Productionization
What you will do
- Build the CI/CD for models: tests, registry, promotion gates, rollbacks
- Automate training pipelines with Kubeflow and Airflow
- Track experiments and versions in MLflow
- Deploy models on Kubernetes, monitor drift and latency, alert on it
- Write infrastructure as code in Terraform
What you bring
- Python, Docker, Kubernetes, Git
- Linux
- Nice to have: scikit-learn
""",
    ),
    "mle_is_ai": (
        "ml-engineer",
        "ai-engineer",
        """\
Machine Learning Engineer
We build an assistant for lawyers.
Tasks
- Design retrieval over contracts: chunking, embeddings, reranking in a vector database
- Prompt design, tool calling, agents; call hosted LLM APIs
- Build an evaluation set with lawyers and LLM judges
- Guard against prompt injection and leaking of personal data
- Ship the backend in FastAPI, trace it in Langfuse
Requirements
- Python, FastAPI, PostgreSQL
- RAG, LangChain or LlamaIndex
""",
    ),
    "de_is_ds": (
        "data-engineer",
        "data-scientist",
        """\
Data Engineer - Insights
You will
- Analyze customer behavior, form hypotheses and test them with A/B tests
- Build churn and lifetime value models with scikit-learn
- Estimate the effect of campaigns with causal inference
- Present findings to the board with clear charts
- Pull data with SQL
You have
- Statistics, probability, Python, pandas
- Experience in machine learning
- Airflow is a plus
""",
    ),
}
"""Name: (role in the title, role in truth, the ad)."""

UNICORN = """\
Data Scientist / Engineer
- Build and schedule ETL pipelines into Snowflake, data quality checks, backfills
- Build dashboards in Power BI for management
- Train and deploy ML models, monitor them in production
- Statistical analysis of experiments
Requirements: SQL, Python, Airflow, Power BI, scikit-learn, Docker
"""
"""Four jobs under one title, without a heading over its duties."""
