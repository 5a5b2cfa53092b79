package plan

// checkPoint is CloudGuard Network Security of Check Point.
//
// Source: CloudGuardIaaS of Check Point, aws/templates/gwlb-asg: gwlb.yaml (probe: TCP 8117) and autoscale-gwlb.yaml (instance
// type, root device, tags of the group by which the Security Management Server finds its gateways; x-chkp-tags, which names
// that server and its template, is the declaration's to add).
//
// Its user data is a cloud-config script that changes with the version of the template, so it is given as userData.
var checkPoint = applianceVendor{
	name:         "check-point-cloudguard",
	instanceType: "c5.xlarge",
	probe:        ApplianceProbe{Protocol: protocolTCP, Port: 8117},
	rootDevice:   "/dev/xvda",
	tags:         map[string]string{"x-chkp-topology": "internal", "x-chkp-solution": "autoscale_gwlb"},
}
