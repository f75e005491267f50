"""The product: conversations, answers, deal notes and coaching. Knows no platform and no database."""
