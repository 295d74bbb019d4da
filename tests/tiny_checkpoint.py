"""A real chat model of about a million parameters, trained in seconds to know answers by heart.

It has its own tokenizer, ChatML template and weights in safetensors, and is saved and loaded like
any other model, so that tests go through the code that a downloaded one goes through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START, END, PAD = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
TEMPLATE = (
    "{%- for message in messages %}"
    "{{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}"
    "{{- '<|im_start|>assistant\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}"
    "{{- '<think>\n\n</think>\n\n' }}"
    "{%- endif %}"
    "{%- endif %}"
)
"""As Qwen3 writes it: without thinking, an empty thought stands in front of the answer."""


KNOWN_BY_HEART = 0.02
"""Loss a token at which greedy decoding says an answer word for word, in bfloat16 too."""


@dataclass(frozen=True)
class Dialog:
    """What the model is told, and what it shall say."""

    user: str
    answer: str
    system: str = ""

    @property
    def talk(self) -> list[dict[str, str]]:
        system = [{"role": "system", "content": self.system}] if self.system else []
        return [*system, {"role": "user", "content": self.user}]


def make_checkpoint(folder: Path, dialogs: Sequence[Dialog], most_rounds: int = 120) -> Path:
    """Train until every answer is known by heart, and save to the folder; the folder."""
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(0)
    tokenizer = _tokenizer(dialogs)
    model = _model(len(tokenizer))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # small matrices on busy cores: a second thread only waits
    _train(model, [_example(tokenizer, dialog) for dialog in dialogs], most_rounds)
    torch.set_num_threads(threads)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer(dialogs: Sequence[Dialog]) -> Any:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=1200,
        special_tokens=[PAD, START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = [text for one in dialogs for text in (one.system, one.user, one.answer)]
    backend.train_from_iterator([*texts, "system user assistant"], trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, eos_token=END, pad_token=PAD)
    tokenizer.add_special_tokens({"additional_special_tokens": [START]})
    tokenizer.add_tokens([AddedToken(one, special=False) for one in ("<think>", "</think>")])
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def _model(vocabulary: int) -> Any:
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=128,
        intermediate_size=384,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=4096,
        tie_word_embeddings=True,
        eos_token_id=2,
        pad_token_id=0,
        bos_token_id=None,
    )
    return Qwen3ForCausalLM(config)


def _example(tokenizer: Any, dialog: Dialog) -> tuple[list[int], list[int]]:
    """(tokens, labels) of a dialog; only the answer is learned."""
    prompt = tokenizer.apply_chat_template(
        dialog.talk, add_generation_prompt=True, enable_thinking=False, return_dict=True
    )["input_ids"]
    answer = tokenizer.encode(dialog.answer + END, add_special_tokens=False)
    return [*prompt, *answer], [*([-100] * len(prompt)), *answer]


def _train(model: Any, examples: Sequence[tuple[list[int], list[int]]], most_rounds: int) -> None:
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    model.train()
    for _ in range(most_rounds):
        worst = 0.0
        for ids, labels in examples:
            loss = model(input_ids=torch.tensor([ids]), labels=torch.tensor([labels])).loss
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            worst = max(worst, loss.item())
        if worst < KNOWN_BY_HEART:
            break
    model.eval()
