"""Platforms: what each calls itself."""

PLATFORMS = {
    "amazon": "Amazon",
    "google-ads": "Google Ads",
    "google-dv360": "Google DV360",
    "linkedin": "LinkedIn",
    "meta": "Meta",
    "pinterest": "Pinterest",
    "snapchat": "Snapchat",
    "tiktok": "TikTok",
    "x": "X",
    "youtube": "YouTube",
}
"""Platform → its own name."""
