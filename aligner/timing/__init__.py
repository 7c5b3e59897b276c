"""Times of captions: the clock that two subtitle files share, and the sentences that it shows in them."""
