"""Holds a PFIF 1.4 document to the rules of its fields (zesty.ca/pfif/1.4), knowing nothing of
what wrote it.

Standard input: the document. Standard output: its people, placeholders and notes, counted, and
what is wrong with them, as JSON.
"""

import json
import re
import sys
from datetime import datetime

from lxml import etree

NAMESPACE = "{http://zesty.ca/pfif/1.4}"


def matches(pattern):
    return lambda text: re.fullmatch(pattern, text) is not None


def is_time(text):
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return len(text) == 20


def is_date(text):
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            return datetime.strptime(text, form).strftime(form) == text
        except ValueError:
            pass
    return False


def is_age(text):
    ends = re.fullmatch(r"(\d+)(?:-(\d+))?", text)
    return ends is not None and int(ends[1]) <= int(ends[2] or ends[1]) <= 130


def any_text(_):
    return True


RECORD_ID = matches(r"[^/\s]+/\S.*")
URL = matches(r"https?://[^\s<>\"]+")
EMAIL = matches(r"[^@\s]+@[^@\s]+")
LINES_OF_URLS = matches(r"(https?://\S+)(\n\s*https?://\S+)*")
BOOLEAN = matches(r"true|false")
STATUS = matches(r"information_sought|is_note_author|believed_alive|believed_missing|believed_dead")

# In standard order; what is mandatory may be empty but for ids and times.
PERSON = {
    "person_record_id": RECORD_ID, "entry_date": is_time, "expiry_date": is_time, "author_name": any_text,
    "author_email": EMAIL, "author_phone": any_text, "source_name": any_text, "source_date": is_time,
    "source_url": URL, "full_name": any_text, "given_name": any_text, "family_name": any_text,
    "alternate_names": any_text, "description": any_text, "sex": matches(r"female|male|other"),
    "date_of_birth": is_date, "age": is_age, "home_street": any_text, "home_neighborhood": any_text,
    "home_city": any_text, "home_state": matches(r"[A-Z0-9]{1,3}"), "home_postal_code": any_text,
    "home_country": matches(r"[A-Z]{2}"), "photo_url": URL, "profile_urls": LINES_OF_URLS,
}
NOTE = {
    "note_record_id": RECORD_ID, "person_record_id": RECORD_ID, "linked_person_record_id": RECORD_ID,
    "entry_date": is_time, "author_name": any_text, "author_email": EMAIL, "author_phone": any_text,
    "source_date": is_time, "author_made_contact": BOOLEAN, "status": STATUS, "email_of_found_person": EMAIL,
    "phone_of_found_person": any_text, "last_known_location": any_text, "text": any_text, "photo_url": URL,
}
MANDATORY_OF_PERSON = {"person_record_id", "source_date", "full_name"}
MANDATORY_OF_NOTE = {"note_record_id", "author_name", "source_date", "text"}
PLACEHOLDER = {"person_record_id", "entry_date", "expiry_date", "source_date"}

complaints = []


def check(element, rules, mandatory):
    """Holds an element's fields to their rules; gives them."""
    values = {}
    place = -1
    names = list(rules)
    for field in element:
        name = field.tag.removeprefix(NAMESPACE)
        if field.tag == NAMESPACE + "note" and rules is PERSON:
            continue
        if name not in rules or not field.tag.startswith(NAMESPACE):
            complaints.append(f"{name} is no field")
            continue
        if name in values:
            complaints.append(f"{name} stands twice")
        if names.index(name) < place:
            complaints.append(f"{name} is out of order")
        place = names.index(name)
        text = field.text or ""
        values[name] = text
        if len(field) or field.attrib:
            complaints.append(f"{name} is not a plain text")
        if text != text.strip() or (not text and name not in mandatory):
            complaints.append(f"{name} is empty or has white space around it")
        if (text or name not in mandatory) and not rules[name](text):
            complaints.append(f"{name} breaks its rule")
    return values


def check_person(person):
    fields = set(field.tag.removeprefix(NAMESPACE) for field in person)
    is_placeholder = fields == PLACEHOLDER
    values = check(person, PERSON, MANDATORY_OF_PERSON)
    if not is_placeholder:
        for name in sorted(MANDATORY_OF_PERSON - set(values)):
            complaints.append(f"{name} is missing")
        if values.get("expiry_date", "9") <= values.get("entry_date", ""):
            complaints.append("a person has expired and is no placeholder")
    for name in ("person_record_id", "source_date", "entry_date"):
        if not values.get(name):
            complaints.append(f"{name} is missing")
    if "age" in values and not values.get("source_date"):
        complaints.append("an age has no day")
    return values, is_placeholder


document = etree.fromstring(
    sys.stdin.buffer.read(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
)
if document.tag != NAMESPACE + "pfif":
    complaints.append("the root is not pfif:pfif")
ids, notes, placeholders = [], [], 0
last = ""
for person in document.iterchildren(tag=etree.Element):
    if person.tag != NAMESPACE + "person":
        complaints.append(f"{person.tag} is no person")
        continue
    values, is_placeholder = check_person(person)
    placeholders += is_placeholder
    ids.append(values.get("person_record_id"))
    if values.get("entry_date", "") < last:
        complaints.append("entry_date goes back")
    last = values.get("entry_date", "")
    for note in person.iterchildren(tag=NAMESPACE + "note"):
        told = check(note, NOTE, MANDATORY_OF_NOTE)
        notes.append(told.get("note_record_id"))
        for name in sorted(MANDATORY_OF_NOTE - set(told)):
            complaints.append(f"{name} of a note is missing")
        if told.get("person_record_id", ids[-1]) != ids[-1]:
            complaints.append("a note inside a person is of another")
for name, list_of_ids in (("person", ids), ("note", notes)):
    if len(set(list_of_ids)) != len(list_of_ids):
        complaints.append(f"two have the same id of a {name}")
json.dump(
    {"people": len(ids) - placeholders, "placeholders": placeholders, "notes": len(notes), "complaints": complaints},
    sys.stdout,
)
