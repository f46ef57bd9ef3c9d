"""Two invented articles on one attack, as files with a front matter."""

POST = """---
publisher: Harbour Post
published: 2022-08-03
---
Gunmen attack customs post near Nairobi

At least 17 people were killed on Tuesday when gunmen attacked a customs post in Kenya, the interior ministry said.
Five gunmen were detained, the ministry said.
"""

TIMES = """---
publisher: Valley Times
published: 2022-08-09
---
What is known of the attack in Kenya

On August 2 fourteen people were killed in an attack in Kenya, police said. Four gunmen were arrested.
"""
