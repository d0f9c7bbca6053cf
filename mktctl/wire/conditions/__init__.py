"""Conditions: from the model to Klaviyo's AND of ORs and back.

The passes, in their order: `expand` inlines segments and engagement and pushes `not` to the leaves (`complement`);
`express` rewrites each leaf into what Klaviyo can say at that place, or refuses it; `normal_form` makes the AND of
ORs; `encode` and `decode` turn single leaves into JSON and back.
"""
