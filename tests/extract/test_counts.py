"""The grammar of counts: English that is and English that is not a count of people."""

import pytest

from claims.extract.chunks import chunk
from claims.extract.counts import find_counts
from claims.extract.quantities import tokenize
from claims.extract.sentences import split_sentences
from claims.extract.stance import read_stance
from claims.extract.view import lower_case, normalise


def counts(text: str) -> set[tuple[str, str]]:
    view = normalise(text)[0]
    lower = lower_case(view)
    return {
        (count.attribute, count.phrase.surface)
        for sentence in split_sentences(view)
        for count in find_counts(chunk(tokenize(lower, sentence.start, sentence.end), view, lower, sentence.end))
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A car bomb killed eight.", {("killed", "eight")}),
        ("Three have died and four were arrested.", {("killed", "three"), ("detained", "four")}),
        ("The death toll from the floods rose to 24 on Monday.", {("killed", "24")}),
        ("A mine went off near a bus, killing 20 and wounding 45.", {("killed", "20"), ("injured", "45")}),
        ("The ferry sank, leaving 24 dead and over 200 injured.", {("killed", "24"), ("injured", "over 200")}),
        ("The quake claimed the lives of 35 people.", {("killed", "35")}),
        ("Six robbers were killed, as were a guard and a clerk.",
         {("killed", "six"), ("killed", "a guard"), ("killed", "a clerk"), ("killed", "a guard and a clerk")}),
        ("Among the dead were two nurses and a driver.", {("killed", "two"), ("killed", "a driver")}),
        ("Two Danes and three locals were among the dead.", {("killed", "two"), ("killed", "three")}),
        ("At least 30 people, including six children, drowned.", {("killed", "at least 30"), ("killed", "six")}),
        ("Nine villagers, who had fled the fighting, were shot dead.", {("killed", "nine")}),
        ("In an attack by 20 gunmen, five people were killed.", {("killed", "five")}),
        ("Rebels executed 15 prisoners, and nine more are missing.", {("killed", "15"), ("missing", "nine")}),
        ("She was one of four people killed in the crash.", {("killed", "four")}),
        ("Officials put the toll at least at 85.", {("killed", "at least 85")}),
        ("Storm kills 70 people at least.", {("killed", "70 at least")}),
        ("The court tried him for a triple murder.", {("killed", "three")}),
        ("Two seamen suffered minor burns.", {("injured", "two")}),
        ("Twelve masked men stormed the bank and took seven clerks hostage.",
         {("attackers", "twelve"), ("kidnapped", "seven")}),
        ("They fired ten rockets at the base.", {("shots", "ten")}),
        ("The group has between 900 and 1,100 fighters.", {("strength", "between 900 and 1,100")}),
        ("Thieves took 3.2 million records in the breach.", {("affected", "3.2 million")}),
        ("Some 150 homes were destroyed.", {("buildings_damaged", "some 150")}),
        ("No one was hurt.", {("injured", "no one")}),
        ("Several militants were killed.", {("killed", "several")}),
        ("The blast killed or wounded about 90 people.", {("casualties", "about 90")}),
        ("The death toll rose by 12 to 97.", {("killed", "97")}),
        ("Hundred and twenty people were killed.", {("killed", "hundred and twenty")}),
        ("Not a single person was killed.", {("killed", "not a single person")}),
        ("Not a single house was destroyed.", set()),
        ("They found [eleven] people dead.", {("killed", "eleven")}),
        ("The flu killed 30 hens and 200 quails.", set()),
        ("The fire killed 30 tourists and 200 Danes.", {("killed", "30"), ("killed", "200")}),
        ("Nine farmers (five women, three men and a boy) were killed and 20 (11 men and nine women) injured.",
         {("killed", "nine"), ("killed", "five"), ("killed", "three"), ("killed", "a boy"),
          ("injured", "20"), ("injured", "11"), ("injured", "nine")}),
        ("A couple took a train carrying mail.", set()),
        ("Two men fought aboard a train.", set()),
        ("A bus carrying 40 passengers overturned.", {("aboard", "40")}),
        ("Aboard the boat were 40 people.", {("aboard", "40")}),
        ("All but two of the 30 passengers died.", {("killed", "all but two of the 30")}),
        ("All but two of the 30 people aboard were killed.", {("aboard", "30")}),
        ("Nearly 70% of the 200 passengers were killed.", set()),
        ("The storm killed 70% of the 200 passengers.", set()),
        ("The storm destroyed 70% of the 200 homes.", set()),
        ("Of the guards all but three died.", set()),
        ("Three foreigners, one Dane, one Swede and one Pole, were hurt.", {("injured", "three")}),
        ("Six people, two men, three women and a child, were killed.", {("killed", "six")}),
        ("The raid brought to 10 the number of guards who have been killed.", {("killed", "10")}),
        ("No one was hurt in the fire, set while people, including two children, slept.", {("injured", "no one")}),
        ("Two powerful earthquakes flattened buildings.", set()),
        ("The number of dead reached 144.", {("killed", "144")}),
        ("The toll was put at 84 by the ministry and 103 by the union.", {("killed", "84"), ("killed", "103")}),
        ("There are nine confirmed cases and 20 probable cases.", {("cases", "nine"), ("cases", "20")}),
        ("The ferry was carrying 167 passengers and nine crew members.", {("aboard", "167"), ("aboard", "nine")}),
        ("Some 167 passengers and nine crew were aboard.", {("aboard", "some 167"), ("aboard", "nine")}),
    ],
)  # fmt: skip
def test_counts_are_read_in_every_form(text: str, expected: set[tuple[str, str]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The plan killed two birds with one stone.",
        "Anna Roe, 34, was killed.",
        "A driver aged 21 to 36 is sought.",
        "The 3rd brigade was attacked 40 km from the city.",
        "The fire killed 12 horses.",
        "They threatened to kill ten people.",
        "It would have killed hundreds of people.",
        "In 2014 he was killed.",
        "The strike at 5:30 p.m. killed the man.",
        "Forty percent of them were killed.",
        "He was shot dead on May 12, 2016.",
        "She died after 17 days in hospital.",
    ],
)
def test_what_counts_nobody_is_left_alone(text: str) -> None:
    assert counts(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The driver was killed and his wife was injured.", {("killed", "a driver"), ("injured", "a wife")}),
        ("Gunmen wounded the banker's son.", {("injured", "a son")}),
        ("Gunmen wounded Roe's son.", {("injured", "a son")}),
        (
            "He condemned the murders of the governor of Orsa, another judge, and the police commander.",
            {("killed", "a governor"), ("killed", "a judge"), ("killed", "a commander")},
        ),
        ("The mayor killed in the raid was buried.", {("killed", "a mayor")}),
        ("The brother of a woman found dead on Saturday spoke.", {("killed", "a woman")}),
        ("The gunman fatally shot her in the arm.", set()),
        ("The suspect was arrested.", set()),
        ("The man died.", set()),
        ("The crew was killed.", set()),
        ("The mayor said nobody knew the dead.", set()),
    ],
)
def test_one_person_known_by_a_role_is_one(text: str, expected: set[tuple[str, str]]) -> None:
    assert counts(text) == expected


def test_whose_number_it_is_follows_the_noun() -> None:
    view = "Three border guards, two policemen and four gunmen died."
    chunks = chunk(tokenize(view.lower(), 0, len(view)), view, view.lower(), len(view))
    assert [count.scope for count in find_counts(chunks)] == ["border_guards", "police", "attackers"]


@pytest.mark.parametrize(
    ("end", "scope"),
    [("nine of them children", "children"), ("two of them police officers", "police"), ("one of them at sea", None)],
)
def test_a_part_is_of_those_whom_its_words_name(end: str, scope: str | None) -> None:
    view = f"In May, 32 people were killed, {end}."
    chunks = chunk(tokenize(view.lower(), 0, len(view)), view, view.lower(), len(view))
    assert [count.scope for count in find_counts(chunks)] == ["total", scope]


def test_a_part_is_linked_to_its_whole() -> None:
    view = "In May, 32 people were killed - 24 of them members of a gang."
    chunks = chunk(tokenize(view.lower(), 0, len(view)), view, view.lower(), len(view))
    whole, part = find_counts(chunks)
    assert part.whole is whole
    assert (part.phrase.surface, part.scope) == ("24", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No fewer than 30 pupils were abducted.", {("kidnapped", "no fewer than 30")}),
        ("Death toll tops 300 in floods", {("killed", "tops 300")}),
        ("The toll rose from 12 to 17 after five of the wounded died.", {("killed", "17"), ("killed", "five")}),
        ("Five more people died, bringing the total to 17.", {("killed", "five"), ("killed", "17")}),
        ("That brings to 17 the number of people killed.", {("killed", "17")}),
        ("Four rebels and a farmer killed in gunfight", {("killed", "four"), ("killed", "a farmer")}),
        ("The fighting left 14 soldiers and 31 rebels dead.", {("killed", "14"), ("killed", "31")}),
        ("Of the 31 dead, 12 were foreigners.", {("killed", "31"), ("killed", "12")}),
        ("Twelve of the 31 dead were foreigners.", {("killed", "31"), ("killed", "twelve")}),
        ("Ten people were hurt, three seriously.", {("injured", "ten"), ("injured", "three")}),
        ("He stabbed six men, two of them fatally.", {("killed", "two")}),
        ("He killed his wife and two daughters.", {("killed", "two"), ("killed", "a wife"), ("killed", "3")}),
        ("A blast killed a mother and her baby.", {("killed", "a mother"), ("killed", "a baby"), ("killed", "2")}),
        ("A young couple was found dead.", {("killed", "two")}),
        ("Twin brothers drowned.", {("killed", "two")}),
        ("The army lost 11 soldiers in the ambush.", {("killed", "11")}),
        ("A gang of five men robbed a bank.", {("attackers", "five")}),
        ("The ferry sank with 300 on board.", {("aboard", "300")}),
        ("The virus infected 1,200 people.", {("cases", "1,200")}),
        ("The airline cancelled 120 flights.", {("flights_cancelled", "120")}),
        ("An estimated 10,000 people marched.", {("participants", "an estimated 10,000")}),
        ("One of the two people who died was a nurse.", {("killed", "two")}),
        ("Two brothers aged 11 and 13 are missing.", {("missing", "two")}),
        ("A quarter of the 120 patients died.", set()),
        ("If ten people die, the law applies.", set()),
        ("It is not clear whether the eight people died.", set()),
        ("Had the bomb exploded, 200 people could have died.", set()),
        ("The team lost three players.", set()),
        ("Ben Doe, 20, of Lawrence, was arrested.", set()),
        ("The raid killed an 18 year old.", set()),
        ("About ten people die annually in such fires.", set()),
        ("Fox 5 in a report said that Ana died.", set()),
        ("He was hit with several bullets.", set()),
        ("Troops captured two Yemeni fishing boats.", set()),
        ("Troops captured AK 47 gunmen.", set()),
        ("The fall killed a guest and injured another.", {("killed", "a guest"), ("injured", "one")}),
        ("Another dozen were hurt, as was another policeman.", {("injured", "a dozen"), ("injured", "a policeman")}),
        ("One man died at the scene and another in hospital.", {("killed", "one")}),
        ("Two were killed in Orsa, four in Lund and one in Brae.",
         {("killed", "two"), ("killed", "four"), ("killed", "one")}),
        ("It killed five clerks in Orsa and three more Sunday in Lund.", {("killed", "five"), ("killed", "three")}),
        ("Ten people were hurt in the crash, two in critical condition.", {("injured", "ten")}),
        ("The fire left nine dead, four of them critical.", {("killed", "nine")}),
        ("It left two men dead and four other injured.", {("killed", "two"), ("injured", "four")}),
        ("He was with two friends when he was killed.", set()),
        ("She was on the line with 911 operators when she was shot dead.", set()),
        ("A father of three was killed.", {("killed", "a father")}),
        ("Ben Doe, 21; and Cal Roe, 31 all died.", set()),
        ("We would have had two other slain deputies.", set()),
        ("Deputies came after finding eight people dead.", {("killed", "eight")}),
        ("They ask whether a fire that left two people dead was set.", {("killed", "two")}),
        ("Four men attending a fair in Orsa were injured.", {("injured", "four")}),
        ("Death toll in the mill fire passed 1,000", {("killed", "passed 1,000")}),
        ("The number of confirmed cholera deaths rose to 2,288.", {("killed", "2,288")}),
        ("Gunmen seized 17 passengers on the coastal road.", {("kidnapped", "17")}),
        ("Customs searched the boat and held seven crewmen.", {("detained", "seven")}),
        ("Pirates seized a Saudi supertanker.", set()),
        ("Raiders numbering about 50 overran the fort.", {("attackers", "about 50")}),
        ("The fever has killed 73 and infected 4,000.", {("killed", "73"), ("cases", "4,000")}),
        ("Organisers said 90,000 turned out.", {("participants", "90,000")}),
        ("The rebels freed 82 men; 113 are still in captivity.", {("rescued", "82"), ("kidnapped", "113")}),
        ("The blast claimed the life of a policeman.", {("killed", "a policeman")}),
        ("Nine in ten residents died.", set()),
        ("The flood took 43 lives, and 60 people are missing.", {("killed", "43"), ("missing", "60")}),
        ("Teen who shot 4, including two agents, is killed by police", set()),
        ("A family of five was found dead.", {("killed", "five")}),
        ("Michael, (left) 16, and Kailey, 9 (centre) Roe were killed.", set()),
        ("Those injured were 28 and 31 years old.", set()),
        ("She found the charred remains of several toys.", set()),
        ("The two made up a tale to avoid being arrested.", set()),
        ("There were 131 people wounded or killed.", {("casualties", "131")}),
        ("A child was shot five times and killed.", {("killed", "a child")}),
        ("Three people wound up dead.", {("killed", "three")}),
        ("life", set()),
        ("12", set()),
        ("He shot at two guards, striking one of them, before being killed.", set()),
        ("Someone fired into a crowd of about eight.", set()),
        ("Al O'Hara, 19, and Ben Roe, 22, were taken into custody.", set()),
        ("A clerk was hit by a lorry and died at once.", {("killed", "a clerk")}),
        ("Killed: a fisherman and his son.", {("killed", "a fisherman"), ("killed", "a son"), ("killed", "2")}),
        ("By dusk the count stood at 74 dead, 190 hurt.", {("killed", "74"), ("injured", "190")}),
        ("They prayed that nobody died.", set()),
        ("ORSA>> One woman is dead.", {("killed", "one")}),
        ("The army eliminated 17 gunmen.", {("killed", "17")}),
        ("The club eliminated 17 posts.", set()),
        ("Two officers tracking a thief was hurt.", {("injured", "a thief")}),
        ("Besides those shot and killed, 41 others were wounded.", {("injured", "41")}),
        ("The fire hurt a boy and a man, police said.", {("injured", "a boy"), ("injured", "a man")}),
        ("The club mourns the loss of a leader.", set()),
        ("One of the raiders shot and wounded Carl Roe, who fled.", set()),
        ("Orsa man kills uncle, injures mother, 3 others", {("injured", "3")}),
        ("They found four people - three adults and a child - dead.", {("killed", "four")}),
        ("Six members of an Orsa family shot dead", {("killed", "six")}),
        ("The blast left two small boys, ages 4 and 6, wounded.", {("injured", "two")}),
        ("Four others were also shot and critically hurt.", {("injured", "four")}),
        ("One of the victims, Ana Roe, 47, later died.", {("killed", "one")}),
        ("He was held over the fatal shooting of a teenager.", {("killed", "a teenager")}),
        ("He held a .38 caliber handgun when Walter died.", set()),
        ("The mayor said on Jan. 12 that Roe had been arrested.", set()),
        ("He was with two friends when Roe was killed.", set()),
        ("The search for a killer goes on after a father and son are found dead.",
         {("killed", "a father")}),
        ("It left women in three generations dead.", set()),
        ("She saw a woman who had been hit and a child who had died.", {("killed", "a child")}),
        ("The 100- and 200-metre champion suffered an injury.", set()),
        ("It would be a double murder.", set()),
        ("They mourn a girl who was hit in the neck and died at home.", {("killed", "a girl")}),
        ("Five men, aged between 19 and 34, were arrested.", {("detained", "five")}),
        ("Three men were arrested and charged.", {("detained", "three"), ("charged", "three")}),
        ("The mayor told of the first two arrests.", set()),
        ("Left dead were two constables and a cook.", {("killed", "two"), ("killed", "a cook")}),
        ("Marines took 19 of them into custody.", {("detained", "19")}),
        ("Some 4,000 villagers have fled the fighting.", {("displaced", "some 4,000")}),
        ("Two men fled the scene.", set()),
        ("A 14-year-old was injured.", {("injured", "a person")}),
        ("A dog that was shot after attacking a guard is dead.", set()),
        ("Two IS fighters who raided a farm were arrested.", {("attackers", "two"), ("detained", "two")}),
        ("A man who killed two women was arrested.", {("detained", "a man"), ("killed", "two")}),
        ("Three armed robbers -- one in a wig -- made off with a van.", {("attackers", "three"), ("attackers", "one")}),
    ],
)  # fmt: skip
def test_tolls_parts_and_pairs_are_read_and_suppositions_are_not(text: str, expected: set[tuple[str, str]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("quote", "figure", "stance"),
    [
        ("not fewer than 15 people were killed", "15", "asserts"),
        ("not only killed 12 people", "12", "asserts"),
        ("they didn’t kill 12 people", "12", "denies"),
        ("they can not have killed 12 people", "12", "denies"),
    ],
)
def test_a_hedge_with_not_denies_nothing(quote: str, figure: str, stance: str) -> None:
    start = quote.index(figure)
    assert read_stance(quote, start, start + len(figure)) == stance


def test_people_of_two_countries_in_one_figure_are_of_neither() -> None:
    lower = "police arrested 18 kenyan and ugandan sailors."
    (count,) = find_counts(chunk(tokenize(lower, 0, len(lower)), lower, lower, len(lower)))
    assert (count.phrase.surface, count.phrase.head, count.scope) == ("18", "sailors", "soldiers")
