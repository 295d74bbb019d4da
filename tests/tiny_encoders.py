"""Real encoders of a few thousand parameters, saved and loaded like any that is downloaded.

The cross-encoder is trained in a second to like one word; the embedder's weights are random, which is
enough for cosines that are those of its own weights and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WINDOW = 512


def make_cross_encoder(
    folder: Path, texts: Sequence[str], liked: str, classes: int = 1, rounds: int = 60
) -> Path:
    """Train until a text with the liked word scores above one without it, and save; the folder."""
    import torch
    from transformers import BertForSequenceClassification

    _settle()
    tokenizer = _tokenizer(texts)
    model = BertForSequenceClassification(_config(len(tokenizer), num_labels=classes))
    if classes == 1:
        _teach(model, tokenizer, texts, liked, rounds)
    assert not torch.isnan(model.classifier.weight).any()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_layered_cross_encoder(folder: Path, texts: Sequence[str]) -> Path:
    """Save one with random weights in the shape of the Ettin re-rankers; the folder.

    They have layers of their own behind a ModernBERT encoder, in place of a classifier's head.
    """
    from sentence_transformers import CrossEncoder
    from sentence_transformers.sentence_transformer import modules
    from torch import nn
    from transformers import ModernBertConfig, ModernBertModel

    _settle()
    tokenizer = _tokenizer(texts)
    config = ModernBertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=WINDOW,
        pad_token_id=0,
        cls_token_id=2,
        sep_token_id=3,
        initializer_range=0.5,
    )
    ModernBertModel(config).save_pretrained(folder / "encoder")
    tokenizer.save_pretrained(folder / "encoder")
    layers = [
        modules.Transformer(str(folder / "encoder")),
        modules.Pooling(32, pooling_mode="cls"),
        modules.Dense(32, 32, bias=False, activation_function=nn.GELU()),
        modules.LayerNorm(32),
        modules.Dense(32, 1, activation_function=nn.Identity(), module_output_name="scores"),
    ]
    CrossEncoder(modules=layers, device="cpu").save_pretrained(str(folder / "saved"))
    return folder / "saved"


def make_embedder(folder: Path, texts: Sequence[str], pooling: str, seed: int = 0) -> Path:
    """Save a sentence-transformers model with random weights; the folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    _settle(seed)
    inner = folder / "encoder"
    tokenizer = _tokenizer(texts)
    BertModel(_config(len(tokenizer))).save_pretrained(inner)
    tokenizer.save_pretrained(inner)
    encoder = Transformer(str(inner), max_seq_length=64)
    model = SentenceTransformer(modules=[encoder, Pooling(32, pooling_mode=pooling)], device="cpu")
    model.save(str(folder / "saved"))
    return folder / "saved"


def _settle(seed: int = 0) -> None:
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(seed)


def _tokenizer(texts: Sequence[str]) -> Any:
    """One token a word: the words of the texts."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = sorted({word for text in texts for word in re.findall(r"\w+|[^\w\s]", text.lower())})
    vocabulary = {word: i for i, word in enumerate([*SPECIAL, *words])}
    backend = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    backend.normalizer = normalizers.Lowercase()
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        model_max_length=WINDOW,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )


def _config(words: int, **more: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=words,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=WINDOW,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **more,
    )


def _teach(model: Any, tokenizer: Any, texts: Sequence[str], liked: str, rounds: int) -> None:
    import torch

    pairs = tokenizer([texts[0]] * len(texts), list(texts), padding=True, return_tensors="pt")
    wanted = torch.tensor([float(liked in text.lower()) for text in texts])
    assert 0 < wanted.sum() < len(texts)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    model.train()
    for _ in range(rounds):
        scores = model(**pairs).logits[:, 0]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    assert bool((scores[wanted == 1].min() > scores[wanted == 0].max()).item())
